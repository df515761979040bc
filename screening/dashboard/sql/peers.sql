-- What the same subheading cost in the same flow and currency during the year before: per kilogram, or per unit.
-- `is_same_origin` tells the closest peers. At most a thousand, the newest first.
WITH peers AS (
    SELECT
        registration_date,
        origin_country_code = $origin AS is_same_origin,
        statistical_value / CASE WHEN $per = 'kg' THEN net_mass_kg ELSE quantity END AS price
    FROM intake.declarations
    WHERE registration_date BETWEEN CAST($day AS DATE) - 365 AND CAST($day AS DATE)
      AND starts_with(hs_code, $hs6)
      AND flow = $flow
      AND statistical_currency_code = $currency
      AND declaration_id <> $declaration_id
      AND statistical_value > 0
      AND CASE WHEN $per = 'kg' THEN net_mass_kg > 0 ELSE quantity > 0 AND quantity_unit_code = $per END
)
SELECT registration_date, coalesce(is_same_origin, false) AS is_same_origin, price
FROM peers
WHERE price > 0 AND isfinite(price)
ORDER BY registration_date DESC, price
LIMIT 1000
