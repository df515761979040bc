/*
id: UNIT_PRICE_OUTLIER
title:
  en: Price far from its peers
  ru: Цена резко отличается от сопоставимых
  kk: Бағасы ұқсас тауарлардікінен күрт өзгеше
meaning:
  en: >-
    The value per kilogram lies far from what the same code and origin cost during the last year. Goods may be
    misdescribed, over- or under-invoiced. Ask for the contract, the price list and the payment.
  ru: >-
    Стоимость килограмма далека от цен того же кода и происхождения за последний год. Возможно неверное описание,
    завышение или занижение стоимости. Запросите договор, прайс-лист и сведения об оплате.
  kk: >-
    Бір килограмның құны соңғы жылы коды мен шығарылған елі сондай тауарлардың бағасынан алшақ. Сипаттамасы дұрыс
    болмауы, құны асырып немесе кемітіп көрсетілуі мүмкін. Шартты, баға парағын және төлем мәліметтерін сұратыңыз.
sentence:
  en: "Value per kg {declared} against a median of {reference} for {reference_id}"
  ru: "Стоимость за кг {declared} при медиане {reference} для {reference_id}"
  kk: "Бір килограмның құны {declared}, ал {reference_id} бойынша медиана {reference}"
source: WCO and World Bank practice of price analysis; robust z-score after Iglewicz and Hoaglin, 1993
inputs: [intake.declarations]
window_days: 365
parameters:
  window_days: 365
  least_peers: 20
  least_z: 5.0
  least_spread: 0.1
*/
WITH priced AS (
    SELECT
        registration_date,
        declaration_id,
        item_number,
        left(hs_code, 6) AS hs6,
        origin_country_code AS origin,
        statistical_currency_code AS currency,
        statistical_value / net_mass_kg AS price,
        ln(statistical_value / net_mass_kg) AS log_price
    FROM intake.declarations
    WHERE registration_date BETWEEN $screening_date - CAST($window_days AS INTEGER) AND $screening_date
      AND statistical_value > 0
      AND net_mass_kg > 0
      -- Amounts at the limits of a double have no price, and no logarithm.
      AND statistical_value / net_mass_kg > 0
      AND isfinite(statistical_value / net_mass_kg)
),
day AS (
    SELECT * FROM priced WHERE registration_date = $screening_date
),
peers AS (
    SELECT hs6, origin, currency, count(*) AS peer_count, median(log_price) AS centre, mad(log_price) AS spread
    FROM priced
    SEMI JOIN day USING (hs6, origin, currency)
    WHERE registration_date < $screening_date
    GROUP BY ALL
    HAVING count(*) >= $least_peers
),
scored AS (
    SELECT
        day.*,
        peers.*,
        -- 0.6745 makes the median absolute deviation comparable to a standard deviation.
        0.6745 * (day.log_price - peers.centre) / greatest(peers.spread, $least_spread) AS z
    FROM day
    JOIN peers USING (hs6, origin, currency)
)
SELECT
    declaration_id,
    item_number,
    'price' AS subject,
    1.0 - 0.5 * $least_z / abs(z) AS strength,
    format('{:.2f} {}', price, currency) AS declared,
    format('{:.2f} {}', exp(centre), currency) AS reference,
    format('{} {}', hs6, origin) AS reference_id,
    {'z': round(z, 2), 'peer_count': peer_count, 'peer_median': round(exp(centre), 4)} AS detail
FROM scored
WHERE abs(z) >= $least_z
