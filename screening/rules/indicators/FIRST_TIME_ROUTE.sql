/*
id: FIRST_TIME_ROUTE
title:
  en: A route by which such goods never came
  ru: Маршрут, которым такие товары не шли
  kk: Мұндай тауар бұрын келмеген бағыт
meaning:
  en: >-
    Priority goods come by a combination of origin, dispatch, trading country and destination that nobody used for
    this chapter during the last year. New routes are found when old ones are watched.
  ru: >-
    Приоритетные товары идут сочетанием стран происхождения, отправления, торгующей и назначения, которым за
    последний год по этой группе никто не пользовался. Новые маршруты ищут, когда за старыми следят.
  kk: >-
    Басым тауарлар соңғы жылы бұл топ бойынша ешкім қолданбаған шығарылған, жөнелтуші, сауда жасайтын және межелі
    елдер үйлесімімен келіп отыр. Ескі жолдар бақылауда болса, жаңалары ізделеді.
sentence:
  en: "Route {declared} is new for chapter {reference_id}; routes known: {reference}"
  ru: "Маршрут {declared} нов для группы {reference_id}; известно маршрутов: {reference}"
  kk: "{declared} бағыты {reference_id} тобы үшін жаңа; белгілі бағыттар саны: {reference}"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (indirect and newly opened routes)
inputs: [today.items, past.routes, past.lake]
window_days: 365
parameters:
  least_history_days: 180
  least_declarations: 50
*/
WITH chapters AS (
    SELECT flow, hs2, sum(declaration_count) AS declarations, count(*) AS routes FROM past.routes GROUP BY ALL
)
SELECT
    i.declaration_id,
    i.item_number,
    'route' AS subject,
    CASE WHEN i.tier IN ('1', '2') THEN 1.0 ELSE 0.6 END AS strength,
    format('{} → {} → {} ({})', coalesce(i.origin_country_code, '?'), i.dispatch_country_code,
           coalesce(i.destination_country_code, '?'), i.trade_country_code) AS declared,
    CAST(c.routes AS VARCHAR) AS reference,
    i.hs2 AS reference_id,
    {'declarations_of_chapter': CAST(c.declarations AS BIGINT), 'tier': i.tier} AS detail
FROM today.items AS i
JOIN chapters AS c USING (flow, hs2)
JOIN past.lake AS l ON l.first_date <= $screening_date - CAST($least_history_days AS INTEGER)
ANTI JOIN past.routes AS r
  ON r.flow = i.flow AND r.hs2 = i.hs2
 AND r.origin_country_code IS NOT DISTINCT FROM i.origin_country_code
 AND r.dispatch_country_code IS NOT DISTINCT FROM i.dispatch_country_code
 AND r.trade_country_code IS NOT DISTINCT FROM i.trade_country_code
 AND r.destination_country_code IS NOT DISTINCT FROM i.destination_country_code
WHERE i.tier IS NOT NULL
  -- Straight from where they were made, sold by its own traders: nothing to hide in that.
  AND NOT (i.origin_country_code = i.dispatch_country_code AND i.dispatch_country_code = i.trade_country_code)
  AND i.dispatch_country_code IS NOT NULL AND i.trade_country_code IS NOT NULL
  AND c.declarations >= $least_declarations
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
