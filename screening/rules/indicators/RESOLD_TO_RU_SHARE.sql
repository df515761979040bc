/*
id: RESOLD_TO_RU_SHARE
title:
  en: Consignee that sells such goods on abroad
  ru: Получатель, перепродающий такие товары за границу
  kk: Мұндай тауарды шетелге қайта сататын алушы
meaning:
  en: >-
    A large part of what this consignee imported under the code went on, by its own invoices, to buyers in a watched
    country. The new lot may go the same way. Ask for the contract with the end user.
  ru: >-
    Значительная часть ввезённого получателем по этому коду ушла, согласно его счетам, покупателям из наблюдаемой
    страны. Новая партия может уйти туда же. Запросите договор с конечным пользователем.
  kk: >-
    Алушының осы код бойынша әкелгенінің едәуір бөлігі, өз шоттарына қарағанда, бақылаудағы елдегі сатып алушыларға
    кеткен. Жаңа партия да сол жаққа кетуі мүмкін. Соңғы пайдаланушымен шартты сұратыңыз.
sentence:
  en: "{declared} invoices to a watched country under code {reference_id}, against {reference} imported items"
  ru: "Счетов в наблюдаемую страну по коду {reference_id}: {declared}, ввезено товаров: {reference}"
  kk: "{reference_id} коды бойынша бақылаудағы елге {declared} шот, әкелінген тауар саны: {reference}"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (re-export inside a customs union)
inputs: [today.items, past.trades, past.onward]
window_days: 365
parameters:
  watched: [BY, RU]
  least_lines: 3
  least_share: 0.3
  strength_other_goods: 0.4
*/
WITH sold AS (
    SELECT consignee_key, hs6, sum(line_count) AS lines, max(last_date) AS last_date
    FROM past.onward
    WHERE list_contains($watched, country_code) AND hs6 <> '' AND first_date < $screening_date
    GROUP BY ALL
),
bought AS (
    SELECT trader_key AS consignee_key, hs6, sum(item_count) AS items FROM past.trades WHERE flow = 'import' GROUP BY ALL
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    least(1.0, 0.5 + 0.5 * s.lines / b.items) * CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE 1.0 END AS strength,
    CAST(s.lines AS VARCHAR) AS declared,
    CAST(b.items AS VARCHAR) AS reference,
    i.hs6 AS reference_id,
    {'last_invoice': s.last_date, 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM today.items AS i
JOIN sold AS s USING (consignee_key, hs6)
JOIN bought AS b USING (consignee_key, hs6)
WHERE i.flow = 'import' AND s.lines >= $least_lines AND s.lines >= $least_share * b.items
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
