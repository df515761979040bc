-- What the invoices of a month come to, from $month to $last_day.
INSERT INTO history.onward BY NAME
SELECT
    'month' AS period,
    $month AS period_start,
    seller_key, hs6, country_code, currency_code,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    CAST(sum(line_count) AS BIGINT) AS line_count,
    CAST(least(sum(value_cents), 9000000000000000000) AS BIGINT) AS value_cents
FROM history.onward
WHERE period = 'day' AND period_start BETWEEN $month AND $last_day
GROUP BY seller_key, hs6, country_code, currency_code;

INSERT INTO history.periods BY NAME
SELECT 'invoices' AS source, 'month' AS period, $month AS period_start, CAST(sum(row_count) AS BIGINT) AS row_count
FROM history.periods
WHERE source = 'invoices' AND period = 'day' AND period_start BETWEEN $month AND $last_day
-- A month whose last row moved away is none.
HAVING count(*) > 0;
