-- Items that came before their rate, or whose rate was replaced, get their value in US dollars from the last rate before
-- their day, $max_age_days old at most; the warnings that said there was none go.
CREATE OR REPLACE TEMP TABLE rate_of_day AS
SELECT d.statistical_currency_code AS currency_code, d.registration_date, arg_max(r.usd_per_unit, r.rate_date) AS usd_per_unit,
    max(r.rate_date) AS rate_date, arg_max(r.source, r.rate_date) AS source
FROM (
    SELECT DISTINCT statistical_currency_code, registration_date FROM intake.declarations
    WHERE statistical_value IS NOT NULL AND statistical_currency_code <> 'USD'
) AS d
JOIN reference.exchange_rates AS r
    ON r.currency_code = d.statistical_currency_code
    AND r.rate_date BETWEEN d.registration_date - CAST($max_age_days AS INTEGER) AND d.registration_date
GROUP BY ALL;

UPDATE intake.declarations AS d
SET statistical_value_usd = d.statistical_value * r.usd_per_unit, usd_rate_date = r.rate_date, usd_rate_source = r.source
FROM rate_of_day AS r
WHERE d.statistical_currency_code = r.currency_code AND d.registration_date = r.registration_date
    AND (d.usd_rate_date IS DISTINCT FROM r.rate_date OR d.usd_rate_source IS DISTINCT FROM r.source
        OR d.statistical_value_usd IS DISTINCT FROM d.statistical_value * r.usd_per_unit);

DELETE FROM intake.row_warnings
WHERE check_id = 'NO_USD_RATE' AND (file_id, row_number) IN (
    SELECT (file_id, row_number) FROM intake.declarations WHERE statistical_value_usd IS NOT NULL
);
