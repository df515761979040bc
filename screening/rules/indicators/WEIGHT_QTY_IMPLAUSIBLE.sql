/*
id: WEIGHT_QTY_IMPLAUSIBLE
title:
  en: Mass of a unit far from its peers
  ru: Масса единицы резко отличается от сопоставимых
  kk: Бірлік массасы ұқсас тауарлардікінен күрт өзгеше
meaning:
  en: >-
    A unit of these goods weighs far more or less than units of the same code and origin did during the last year.
    Other goods may be in the boxes, or the count is wrong. Weigh and count, and compare with the data sheet.
  ru: >-
    Единица товара весит намного больше или меньше, чем единицы того же кода и происхождения за последний год. В
    упаковке может быть другой товар, либо количество указано неверно. Взвесьте, пересчитайте, сверьте с описанием.
  kk: >-
    Тауар бірлігінің салмағы соңғы жылғы коды мен шығарылған елі сондай тауарлардікінен әлдеқайда көп немесе аз.
    Қаптамада басқа тауар болуы немесе саны қате көрсетілуі мүмкін. Өлшеп, санап, сипаттамасымен салыстырыңыз.
sentence:
  en: "Mass {declared} against a median of {reference} for {reference_id}"
  ru: "Масса {declared} при медиане {reference} для {reference_id}"
  kk: "Бірлік салмағы {declared}, ал {reference_id} бойынша медиана {reference}"
source: WCO practice of plausibility checks; robust z-score after Iglewicz and Hoaglin, 1993; shrinkage after Efron and Morris, 1975
inputs: [intake.declarations]
window_days: 365
parameters:
  window_days: 365
  least_peers: 20
  least_z: 5.0
  least_spread: 0.2
  shrinkage: 10.0
*/
WITH measured AS (
    SELECT
        registration_date,
        declaration_id,
        item_number,
        flow,
        left(hs_code, 6) AS hs6,
        left(hs_code, 4) AS hs4,
        coalesce(origin_country_code, '??') AS origin,
        quantity_unit_code AS unit,
        net_mass_kg / quantity AS unit_mass
    FROM intake.declarations
    WHERE registration_date BETWEEN $screening_date - CAST($window_days AS INTEGER) AND $screening_date
      AND net_mass_kg > 0
      AND quantity > 0
      -- A kilogram weighs a kilogram.
      AND quantity_unit_code NOT IN ('KGM', '166')
      -- Amounts at the limits of a double have no ratio, and no logarithm.
      AND net_mass_kg / quantity > 0
      AND isfinite(net_mass_kg / quantity)
),
day AS (
    SELECT * FROM measured WHERE registration_date = $screening_date
),
past AS (
    SELECT flow, unit, hs4, hs6, origin, ln(unit_mass) AS x
    FROM measured
    SEMI JOIN day USING (flow, unit, hs4)
    WHERE registration_date < $screening_date
),
everything AS (
    SELECT flow, unit, median(x) AS centre, mad(x) AS spread FROM past GROUP BY ALL
),
headings AS (
    SELECT flow, unit, hs4, count(*) AS n, median(x) AS centre, mad(x) AS spread FROM past GROUP BY ALL
),
subheadings AS (
    SELECT flow, unit, hs4, hs6, count(*) AS n, median(x) AS centre, mad(x) AS spread FROM past GROUP BY ALL
),
origins AS (
    SELECT flow, unit, hs6, origin, count(*) AS n, median(x) AS centre, mad(x) AS spread FROM past GROUP BY ALL
),
-- Each level borrows from the one above it, as if that had given `shrinkage` more peers: a thin cell leans on wider
-- ones, and their wider spread makes it slower to call anything strange.
of_heading AS (
    SELECT
        flow, unit, hs4,
        (n * h.centre + $shrinkage * e.centre) / (n + $shrinkage) AS centre,
        (n * h.spread + $shrinkage * e.spread) / (n + $shrinkage) AS spread
    FROM headings AS h
    JOIN everything AS e USING (flow, unit)
),
of_subheading AS (
    SELECT
        flow, unit, hs6, n,
        (n * s.centre + $shrinkage * h.centre) / (n + $shrinkage) AS centre,
        (n * s.spread + $shrinkage * h.spread) / (n + $shrinkage) AS spread
    FROM subheadings AS s
    JOIN of_heading AS h USING (flow, unit, hs4)
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
    JOIN of_subheading AS s USING (flow, unit, hs6)
    LEFT JOIN origins AS o USING (flow, unit, hs6, origin)
),
judged AS (
    SELECT
        *,
        -- 0.6745 makes the median absolute deviation comparable to a standard deviation.
        0.6745 * (ln(unit_mass) - centre) / greatest(spread, $least_spread) AS z
    FROM scored
)
SELECT
    declaration_id,
    item_number,
    'mass' AS subject,
    1.0 - 0.5 * $least_z / abs(z) AS strength,
    format('{:.4g} kg/{}', unit_mass, unit) AS declared,
    format('{:.4g} kg/{}', exp(centre), unit) AS reference,
    format('{} {}', hs6, origin) AS reference_id,
    {'z': round(z, 2), 'peer_count': peer_count, 'subheading_count': subheading_count,
     'peer_median_kg': round(exp(centre), 6)} AS detail
FROM judged
WHERE abs(z) >= $least_z
