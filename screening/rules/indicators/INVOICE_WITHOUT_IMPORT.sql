/*
id: INVOICE_WITHOUT_IMPORT
title:
  en: Sells abroad what it never imported
  ru: Продаёт за границу то, чего не ввозил
  kk: Өзі әкелмеген тауарын шетелге сатады
meaning:
  en: >-
    The consignee invoiced priority goods to a watched country under codes that it did not import within the year.
    They come from somewhere: another firm's imports, or other codes. Look at all of its declarations.
  ru: >-
    Получатель выставлял в наблюдаемую страну счета на приоритетные товары по кодам, по которым за год ничего не
    ввозил. Откуда-то они берутся: ввоз другой фирмы или другие коды. Просмотрите все его декларации.
  kk: >-
    Алушы бақылаудағы елге бір жыл ішінде өзі әкелмеген кодтар бойынша басым тауарларға шот жазған. Олар бір жерден
    келеді: басқа фирманың импорты немесе басқа кодтар. Оның барлық декларациясын қараңыз.
sentence:
  en: "{declared} invoices to a watched country for {reference_id}, none of it imported since {reference}"
  ru: "Счетов в наблюдаемую страну на {reference_id}: {declared}; ввоза с {reference} нет"
  kk: "Бақылаудағы елге {reference_id} бойынша {declared} шот жазылған; {reference} бері әкелінбеген"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (goods whose source is not known)
inputs: [today.items, today.priority, past.trades, past.onward, past.lake]
window_days: 365
parameters:
  watched: [BY, RU]
  least_lines: 2
  least_history_days: 180
*/
WITH unsourced AS (
    SELECT
        o.consignee_key,
        sum(o.line_count) AS lines,
        arg_max(o.hs6, (o.line_count, o.hs6)) AS hs6,
        list_sort(list(DISTINCT o.hs6)) AS codes
    FROM past.onward AS o
    SEMI JOIN today.priority AS p ON p.hs6 = o.hs6
    ANTI JOIN past.trades AS t ON t.trader_key = o.consignee_key AND t.hs6 = o.hs6 AND t.flow = 'import'
    ANTI JOIN today.items AS d ON d.consignee_key = o.consignee_key AND d.hs6 = o.hs6
    WHERE list_contains($watched, o.country_code) AND o.first_date < $screening_date
    GROUP BY o.consignee_key
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    1.0 - 0.5 * $least_lines / u.lines AS strength,
    CAST(u.lines AS VARCHAR) AS declared,
    CAST(greatest(l.first_date, date_trunc('month', $screening_date) - INTERVAL 12 MONTH)::DATE AS VARCHAR) AS reference,
    u.hs6 AS reference_id,
    {'codes': u.codes} AS detail
FROM today.items AS i
JOIN unsourced AS u USING (consignee_key)
JOIN past.lake AS l ON l.first_date <= $screening_date - CAST($least_history_days AS INTEGER)
WHERE i.flow = 'import' AND u.lines >= $least_lines
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
