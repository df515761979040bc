/*
id: SPLIT_SHIPMENTS
title:
  en: One consignment in many small declarations
  ru: Одна партия, разделённая на мелкие декларации
  kk: Бір партия көп ұсақ декларацияға бөлінген
meaning:
  en: >-
    The same sender sent the same kind of goods to the same consignee in several small declarations within a week.
    Small lots escape checks. Of priority goods, which are shipped rarely, two are enough. Look at them together, as one
    shipment.
  ru: >-
    Тот же отправитель за неделю отправил тому же получателю однородный товар несколькими мелкими декларациями. Мелкие
    партии уходят от проверок. Для приоритетных товаров, которые возят редко, достаточно двух. Рассмотрите их вместе, как одну поставку.
  kk: >-
    Бір жөнелтуші бір алушыға бір апта ішінде біртекті тауарды бірнеше ұсақ декларациямен жіберген. Ұсақ партиялар
    тексерістен тыс қалады. Сирек тасылатын басым тауарлар үшін екеуі де жеткілікті. Оларды бір жеткізілім ретінде бірге қараңыз.
sentence:
  en: "{declared} small declarations between the same parties under code {reference_id} within days, {reference} together"
  ru: "Мелких деклараций за несколько дней между теми же лицами, код {reference_id}: {declared}, всего {reference}"
  kk: "Бір тұлғалар арасында {reference_id} коды бойынша бірнеше күнде берілген ұсақ декларациялар саны: {declared}, жалпы құны {reference}"
source: FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (structured shipments)
inputs: [today.items, today.priority, past.items]
window_days: 7
parameters:
  window_days: 7
  least_declarations: 4
  small_value: 1000.0
  least_total_value: 2500.0
  least_priority_declarations: 2
  least_priority_total_value: 700.0
*/
WITH recent AS (
    SELECT
        registration_date, declaration_id, item_number, hs6, consignor_key, consignee_key,
        statistical_currency_code AS currency, statistical_value
    FROM today.items
    UNION ALL
    SELECT
        registration_date, declaration_id, item_number, hs6, consignor_key, consignee_key,
        statistical_currency_code, statistical_value
    FROM past.items
    WHERE registration_date > $screening_date - CAST($window_days AS INTEGER)
),
small AS (
    SELECT
        registration_date, declaration_id, hs6, consignor_key, consignee_key, currency,
        min(item_number) AS item_number,
        sum(statistical_value) AS value
    FROM recent
    WHERE consignor_key IS NOT NULL
    GROUP BY ALL
    HAVING sum(statistical_value) <= $small_value
),
series AS (
    SELECT
        hs6, consignor_key, consignee_key, currency,
        count(*) AS declaration_count,
        sum(value) AS total_value,
        list(declaration_id ORDER BY declaration_id) AS declaration_ids,
        CASE WHEN hs6 IN (SELECT hs6 FROM today.priority) THEN $least_priority_declarations ELSE $least_declarations END AS least,
        CASE WHEN hs6 IN (SELECT hs6 FROM today.priority) THEN $least_priority_total_value ELSE $least_total_value END AS least_value
    FROM small
    GROUP BY hs6, consignor_key, consignee_key, currency
    HAVING count(*) >= least AND sum(value) >= least_value
)
SELECT
    small.declaration_id,
    small.item_number,
    'consignment' AS subject,
    1.0 - 0.5 * series.least / series.declaration_count AS strength,
    CAST(series.declaration_count AS VARCHAR) AS declared,
    trim(format('{:.2f} {}', series.total_value, coalesce(series.currency, ''))) AS reference,
    small.hs6 AS reference_id,
    {'declarations': series.declaration_ids, 'window_days': $window_days} AS detail
FROM small
JOIN series
  ON small.hs6 = series.hs6
 AND small.consignor_key = series.consignor_key
 AND small.consignee_key = series.consignee_key
 AND small.currency IS NOT DISTINCT FROM series.currency
WHERE small.registration_date = $screening_date
