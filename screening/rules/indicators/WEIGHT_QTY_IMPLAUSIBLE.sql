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
inputs: [past.peers]
window_days: 365
parameters:
  least_peers: 20
  least_z: 5.0
  least_spread: 0.2
  shrinkage: 10.0
*/
WITH shrunk AS (
    -- Each level borrows from the one above it, as if that had given `shrinkage` more peers: a thin cell leans on wider
    -- ones, and their wider spread makes it slower to call anything strange.
    SELECT
        *,
        (hs4_count * hs4_centre + $shrinkage * all_centre) / (hs4_count + $shrinkage) AS heading_centre,
        (hs4_count * hs4_spread + $shrinkage * all_spread) / (hs4_count + $shrinkage) AS heading_spread,
        (hs6_count * hs6_centre + $shrinkage * heading_centre) / (hs6_count + $shrinkage) AS subheading_centre,
        (hs6_count * hs6_spread + $shrinkage * heading_spread) / (hs6_count + $shrinkage) AS subheading_spread,
        (origin_count * origin_centre + $shrinkage * subheading_centre) / (origin_count + $shrinkage) AS centre,
        (origin_count * origin_spread + $shrinkage * subheading_spread) / (origin_count + $shrinkage) AS spread
    FROM past.peers
    WHERE measure = 'mass' AND hs6_count >= $least_peers
),
judged AS (
    SELECT
        *,
        -- 0.6745 makes the median absolute deviation comparable to a standard deviation.
        0.6745 * (ln(amount) - centre) / greatest(spread, $least_spread) AS z
    FROM shrunk
)
SELECT
    declaration_id,
    item_number,
    'mass' AS subject,
    1.0 - 0.5 * $least_z / abs(z) AS strength,
    format('{:.4g} kg/{}', amount, per) AS declared,
    format('{:.4g} kg/{}', exp(centre), per) AS reference,
    format('{} {}', hs6, origin_country_code) AS reference_id,
    {'z': round(z, 2), 'peer_count': CAST(origin_count AS BIGINT), 'subheading_count': CAST(hs6_count AS BIGINT),
     'peer_median_kg': round(exp(centre), 6)} AS detail
FROM judged
WHERE abs(z) >= $least_z
