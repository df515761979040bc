-- What the days of a month come to, from $month to $last_day.
INSERT INTO history.parties BY NAME
SELECT
    'month' AS period,
    $month AS period_start,
    role, tax_id, name,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count
FROM history.parties
WHERE period = 'day' AND period_start BETWEEN $month AND $last_day
GROUP BY role, tax_id, name;

INSERT INTO history.trades BY NAME
SELECT
    'month' AS period,
    $month AS period_start,
    trader_key, flow, hs6, currency_code,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count,
    CAST(sum(item_count) AS BIGINT) AS item_count,
    CAST(least(sum(value_cents), 9000000000000000000) AS BIGINT) AS value_cents,
    CAST(least(sum(mass_grams), 9000000000000000000) AS BIGINT) AS mass_grams
FROM history.trades
WHERE period = 'day' AND period_start BETWEEN $month AND $last_day
GROUP BY trader_key, flow, hs6, currency_code;

INSERT INTO history.pairs BY NAME
SELECT
    'month' AS period,
    $month AS period_start,
    consignor_key, consignee_key,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count
FROM history.pairs
WHERE period = 'day' AND period_start BETWEEN $month AND $last_day
GROUP BY consignor_key, consignee_key;

INSERT INTO history.addresses BY NAME
SELECT
    'month' AS period,
    $month AS period_start,
    address_key, consignee_key,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count
FROM history.addresses
WHERE period = 'day' AND period_start BETWEEN $month AND $last_day
GROUP BY address_key, consignee_key;

INSERT INTO history.measures BY NAME
SELECT
    'month' AS period,
    $month AS period_start,
    measure, flow, currency_code, per, hs6, origin_country_code, step,
    CAST(sum(item_count) AS BIGINT) AS item_count
FROM history.measures
WHERE period = 'day' AND period_start BETWEEN $month AND $last_day
GROUP BY measure, flow, currency_code, per, hs6, origin_country_code, step;

INSERT INTO history.models BY NAME
SELECT
    'month' AS period,
    $month AS period_start,
    model_key, trader_key, hs6,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    CAST(sum(item_count) AS BIGINT) AS item_count
FROM history.models
WHERE period = 'day' AND period_start BETWEEN $month AND $last_day
GROUP BY model_key, trader_key, hs6;

INSERT INTO history.routes BY NAME
SELECT
    'month' AS period,
    $month AS period_start,
    flow, hs2, origin_country_code, dispatch_country_code, trade_country_code, destination_country_code,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count
FROM history.routes
WHERE period = 'day' AND period_start BETWEEN $month AND $last_day
GROUP BY flow, hs2, origin_country_code, dispatch_country_code, trade_country_code, destination_country_code;

INSERT INTO history.transits BY NAME
SELECT
    'month' AS period,
    $month AS period_start,
    carrier_key,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count,
    CAST(sum(open_count) AS BIGINT) AS open_count
FROM history.transits
WHERE period = 'day' AND period_start BETWEEN $month AND $last_day
GROUP BY carrier_key;

INSERT INTO history.periods BY NAME
SELECT 'declarations' AS source, 'month' AS period, $month AS period_start, CAST(sum(row_count) AS BIGINT) AS row_count
FROM history.periods
WHERE source = 'declarations' AND period = 'day' AND period_start BETWEEN $month AND $last_day
-- A month whose last row moved away is none.
HAVING count(*) > 0;
