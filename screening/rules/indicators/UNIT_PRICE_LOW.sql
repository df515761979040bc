/*
id: UNIT_PRICE_LOW
title:
  en: Price far below its peers
  ru: Цена намного ниже сопоставимых
  kk: Бағасы ұқсас тауарлардікінен әлдеқайда төмен
meaning:
  en: >-
    The value per kilogram or per unit lies far below what the same code and origin cost in the same flow during the
    last year; where they are few, below the subheading and the heading. The value may be understated, or other goods may be in the boxes. Ask for the contract, the payment, and look inside.
  ru: >-
    Стоимость килограмма или единицы намного ниже цен того же кода, происхождения и направления за последний год, а где
    их мало — цен субпозиции и позиции. Стоимость может быть занижена, либо в упаковке другой товар. Запросите договор и
    сведения об оплате, осмотрите товар.
  kk: >-
    Бір килограмның немесе бірліктің құны соңғы жылы коды, шығарылған елі және бағыты сондай тауарлардың бағасынан,
    олар аз болса, қосалқы позиция мен позиция бағасынан әлдеқайда төмен. Құны кемітілген немесе қаптамада басқа тауар
    болуы мүмкін. Шартты және төлем мәліметтерін сұратып, тауарды қараңыз.
sentence:
  en: "Value {declared}, far below the median of {reference} for {reference_id}"
  ru: "Стоимость {declared} намного ниже медианы {reference} для {reference_id}"
  kk: "Құны {declared}, {reference_id} бойынша медианадан ({reference}) әлдеқайда төмен"
source: >-
  FATF and Egmont Group, Trade-Based Money Laundering, December 2020 (under-invoicing); robust z-score after Iglewicz and Hoaglin, 1993; shrinkage after Efron and Morris, 1975
inputs: [past.peers]
window_days: 365
parameters:
  least_peers: 20
  least_z: 5.0
  least_spread: 0.1
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
    WHERE measure = 'price' AND hs6_count >= $least_peers
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
    'price' AS subject,
    1.0 - 0.5 * $least_z / abs(z) AS strength,
    format('{:.2f} {}/{}', amount, currency_code, per) AS declared,
    format('{:.2f} {}/{}', exp(centre), currency_code, per) AS reference,
    format('{} {}', hs6, origin_country_code) AS reference_id,
    {'z': round(z, 2), 'per': per, 'peer_count': CAST(origin_count AS BIGINT), 'subheading_count': CAST(hs6_count AS BIGINT),
     'peer_median': round(exp(centre), 4)} AS detail
FROM judged
WHERE z <= -$least_z
-- One reason for an item: the measure that is farther off.
QUALIFY row_number() OVER (PARTITION BY declaration_id, item_number ORDER BY abs(z) DESC, per) = 1
