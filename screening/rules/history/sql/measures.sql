-- Prices and masses of a unit of the items at hand; the natural logarithm in steps of 0.02, so two percent.
CREATE OR REPLACE TABLE today.measures AS
WITH goods AS (
    SELECT
        registration_date, declaration_id, item_number, flow, hs6,
        coalesce(origin_country_code, '??') AS origin_country_code,
        statistical_currency_code AS currency_code,
        statistical_value AS value,
        net_mass_kg, quantity, quantity_unit_code AS unit
    FROM today.items
),
measured AS (
    SELECT * EXCLUDE (value, net_mass_kg, quantity, unit), 'price' AS measure, 'kg' AS per, value / net_mass_kg AS amount
    FROM goods
    WHERE value > 0 AND net_mass_kg > 0 AND currency_code IS NOT NULL
    UNION ALL BY NAME
    SELECT * EXCLUDE (value, net_mass_kg, quantity, unit), 'price' AS measure, unit AS per, value / quantity AS amount
    FROM goods
    -- A kilogram as the supplementary unit is no second measure.
    WHERE value > 0 AND quantity > 0 AND currency_code IS NOT NULL AND unit NOT IN ('KGM', '166')
    UNION ALL BY NAME
    SELECT
        * EXCLUDE (value, net_mass_kg, quantity, unit, currency_code),
        '' AS currency_code, 'mass' AS measure, unit AS per, net_mass_kg / quantity AS amount
    FROM goods
    WHERE net_mass_kg > 0 AND quantity > 0 AND unit NOT IN ('KGM', '166')
)
SELECT *, CAST(floor(ln(amount) / 0.02) AS BIGINT) AS step
FROM measured
-- Amounts at the limits of a double have no ratio, and no logarithm.
WHERE amount > 0 AND isfinite(amount);
