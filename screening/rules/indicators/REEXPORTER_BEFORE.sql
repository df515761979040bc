/*
id: REEXPORTER_BEFORE
title:
  en: Consignee that sent priority goods on before
  ru: Получатель, уже перепродававший приоритетные товары
  kk: Басым тауарларды бұрын да қайта сатқан алушы
meaning:
  en: >-
    By its own invoices this consignee sold priority goods to a watched country during the last year, of whatever code.
    What it imports of them now may go the same way, also under another code. Ask for the contract with the end user.
  ru: >-
    По собственным счетам получатель за последний год продавал приоритетные товары, с любым кодом, в наблюдаемую
    страну. Новый товар может уйти туда же и под другим кодом. Запросите договор с конечным пользователем.
  kk: >-
    Өз шоттарына қарағанда, алушы соңғы бір жылда кез келген кодты басым тауарларды бақылаудағы елге сатқан. Қазір
    әкеліп отырғаны да сол жаққа, басқа кодпен де кетуі мүмкін. Соңғы пайдаланушымен шартты сұратыңыз.
sentence:
  en: "{declared} invoices for priority goods to a watched country during the last year, the last on {reference}; now code {reference_id}"
  ru: "Счетов за приоритетные товары в наблюдаемую страну за год: {declared}, последний от {reference}; теперь код {reference_id}"
  kk: "Бір жылда басым тауарлар үшін бақылаудағы елге {declared} шот берілген, соңғысы {reference}; енді коды {reference_id}"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (re-export inside a customs union)
inputs: [today.items, today.priority, past.trades, past.onward]
window_days: 365
parameters:
  watched: [BY, RU]
  least_share: 0.1
*/
WITH sold AS (
    SELECT consignee_key, sum(line_count) AS lines, max(last_date) AS last_date
    FROM past.onward
    SEMI JOIN today.priority USING (hs6)
    WHERE list_contains($watched, country_code) AND first_date < $screening_date
    GROUP BY consignee_key
),
bought AS (
    SELECT trader_key AS consignee_key, sum(item_count) AS items
    FROM past.trades
    SEMI JOIN today.priority USING (hs6)
    WHERE flow = 'import'
    GROUP BY trader_key
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    -- One line may be a single customer; a row of them, and a large share of all that was bought, is a business.
    (1.0 - 0.5 / s.lines) * least(1.0, 0.5 + s.lines / b.items) AS strength,
    CAST(s.lines AS VARCHAR) AS declared,
    CAST(s.last_date AS VARCHAR) AS reference,
    i.hs6 AS reference_id,
    {'items_bought': b.items, 'tier': i.tier} AS detail
FROM today.items AS i
JOIN sold AS s USING (consignee_key)
JOIN bought AS b USING (consignee_key)
WHERE i.flow = 'import' AND i.tier IS NOT NULL AND s.lines >= $least_share * b.items
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier, i.item_number) = 1
