/*
id: UNIT_PRICE_OUTLIER
title:
  en: Price far from its peers
  ru: Цена резко отличается от сопоставимых
  kk: Бағасы ұқсас тауарлардікінен күрт өзгеше
meaning:
  en: >-
    The value per kilogram or per unit lies far from what the same code and origin cost in the same flow during the
    last year; where they are few, from the subheading and the heading. Goods may be misdescribed, over- or
    under-invoiced. Ask for the contract, the price list and the payment.
  ru: >-
    Стоимость килограмма или единицы далека от цен того же кода, происхождения и направления за последний год, а где
    их мало — от цен субпозиции и позиции. Возможно неверное описание, завышение или занижение стоимости. Запросите
    договор, прайс-лист и сведения об оплате.
  kk: >-
    Бір килограмның немесе бірліктің құны соңғы жылы коды, шығарылған елі және бағыты сондай тауарлардың бағасынан,
    олар аз болса, қосалқы позиция мен позиция бағасынан алшақ. Сипаттамасы дұрыс болмауы, құны асырып немесе
    кемітіп көрсетілуі мүмкін. Шартты, баға парағын және төлем мәліметтерін сұратыңыз.
sentence:
  en: "Value {declared} against a median of {reference} for {reference_id}"
  ru: "Стоимость {declared} при медиане {reference} для {reference_id}"
  kk: "Құны {declared}, ал {reference_id} бойынша медиана {reference}"
source: WCO and World Bank practice of price analysis; robust z-score after Iglewicz and Hoaglin, 1993; shrinkage after Efron and Morris, 1975
inputs: [intake.declarations]
window_days: 365
parameters:
  window_days: 365
  least_peers: 20
  least_z: 5.0
  least_spread: 0.1
  shrinkage: 10.0
*/
WITH goods AS (
    SELECT
        registration_date,
        declaration_id,
        item_number,
        flow,
        left(hs_code, 6) AS hs6,
        left(hs_code, 4) AS hs4,
        coalesce(origin_country_code, '??') AS origin,
        statistical_currency_code AS currency,
        statistical_value AS value,
        net_mass_kg,
        quantity,
        quantity_unit_code AS unit
    FROM intake.declarations
    WHERE registration_date BETWEEN $screening_date - CAST($window_days AS INTEGER) AND $screening_date
      AND statistical_value > 0
      AND statistical_currency_code IS NOT NULL
),
measured AS (
    SELECT * EXCLUDE (value, net_mass_kg, quantity, unit), 'kg' AS per, value / net_mass_kg AS price
    FROM goods
    -- Amounts at the limits of a double have no price, and no logarithm.
    WHERE net_mass_kg > 0 AND value / net_mass_kg > 0 AND isfinite(value / net_mass_kg)
    UNION ALL
    SELECT * EXCLUDE (value, net_mass_kg, quantity, unit), unit AS per, value / quantity AS price
    FROM goods
    -- A kilogram as the supplementary unit is no second measure.
    WHERE unit IS NOT NULL AND unit NOT IN ('KGM', '166') AND quantity > 0
      AND value / quantity > 0 AND isfinite(value / quantity)
),
day AS (
    SELECT * FROM measured WHERE registration_date = $screening_date
),
past AS (
    SELECT flow, currency, per, hs4, hs6, origin, ln(price) AS x
    FROM measured
    SEMI JOIN day USING (flow, currency, per, hs4)
    WHERE registration_date < $screening_date
),
everything AS (
    SELECT flow, currency, per, median(x) AS centre, mad(x) AS spread FROM past GROUP BY ALL
),
headings AS (
    SELECT flow, currency, per, hs4, count(*) AS n, median(x) AS centre, mad(x) AS spread FROM past GROUP BY ALL
),
subheadings AS (
    SELECT flow, currency, per, hs4, hs6, count(*) AS n, median(x) AS centre, mad(x) AS spread FROM past GROUP BY ALL
),
origins AS (
    SELECT flow, currency, per, hs6, origin, count(*) AS n, median(x) AS centre, mad(x) AS spread FROM past GROUP BY ALL
),
-- Each level borrows from the one above it, as if that had given `shrinkage` more peers: a thin cell leans on wider
-- ones, and their wider spread makes it slower to call anything strange.
of_heading AS (
    SELECT
        flow, currency, per, hs4,
        (n * h.centre + $shrinkage * e.centre) / (n + $shrinkage) AS centre,
        (n * h.spread + $shrinkage * e.spread) / (n + $shrinkage) AS spread
    FROM headings AS h
    JOIN everything AS e USING (flow, currency, per)
),
of_subheading AS (
    SELECT
        flow, currency, per, hs6, n,
        (n * s.centre + $shrinkage * h.centre) / (n + $shrinkage) AS centre,
        (n * s.spread + $shrinkage * h.spread) / (n + $shrinkage) AS spread
    FROM subheadings AS s
    JOIN of_heading AS h USING (flow, currency, per, hs4)
    WHERE n >= $least_peers
),
scored AS (
    SELECT
        day.*,
        s.n AS subheading_count,
        coalesce(o.n, 0) AS peer_count,
        (coalesce(o.n, 0) * coalesce(o.centre, 0) + $shrinkage * s.centre) / (coalesce(o.n, 0) + $shrinkage) AS centre,
        (coalesce(o.n, 0) * coalesce(o.spread, 0) + $shrinkage * s.spread) / (coalesce(o.n, 0) + $shrinkage) AS spread
    FROM day
    JOIN of_subheading AS s USING (flow, currency, per, hs6)
    LEFT JOIN origins AS o USING (flow, currency, per, hs6, origin)
),
judged AS (
    SELECT
        *,
        -- 0.6745 makes the median absolute deviation comparable to a standard deviation.
        0.6745 * (ln(price) - centre) / greatest(spread, $least_spread) AS z
    FROM scored
)
SELECT
    declaration_id,
    item_number,
    'price' AS subject,
    1.0 - 0.5 * $least_z / abs(z) AS strength,
    format('{:.2f} {}/{}', price, currency, per) AS declared,
    format('{:.2f} {}/{}', exp(centre), currency, per) AS reference,
    format('{} {}', hs6, origin) AS reference_id,
    {'z': round(z, 2), 'per': per, 'peer_count': peer_count, 'subheading_count': subheading_count,
     'peer_median': round(exp(centre), 4)} AS detail
FROM judged
WHERE abs(z) >= $least_z
-- One reason for an item: the measure that is farther off.
QUALIFY row_number() OVER (PARTITION BY declaration_id, item_number ORDER BY abs(z) DESC, per) = 1
