-- What the days at hand come to. Reads today.items and today.measures.
INSERT INTO history.parties BY NAME
WITH named AS (
    SELECT registration_date, declaration_id, 'consignor' AS role, consignor_tax_id AS tax_id, name_key(consignor_name) AS name
    FROM today.items
    UNION ALL
    SELECT registration_date, declaration_id, 'consignee', consignee_tax_id, name_key(consignee_name) FROM today.items
    UNION ALL
    SELECT registration_date, declaration_id, 'carrier', carrier_tax_id, name_key(carrier_name) FROM today.items
)
SELECT
    'day' AS period,
    registration_date AS period_start,
    role, tax_id, name,
    registration_date AS first_date,
    registration_date AS last_date,
    count(DISTINCT declaration_id) AS declaration_count
FROM named
WHERE tax_id IS NOT NULL OR name IS NOT NULL
GROUP BY registration_date, role, tax_id, name;

INSERT INTO history.trades BY NAME
SELECT
    'day' AS period,
    registration_date AS period_start,
    trader_key, flow, hs6,
    statistical_currency_code AS currency_code,
    registration_date AS first_date,
    registration_date AS last_date,
    count(DISTINCT declaration_id) AS declaration_count,
    count(*) AS item_count,
    CAST(least(sum(in_cents(statistical_value)), 9000000000000000000) AS BIGINT) AS value_cents,
    CAST(least(sum(in_grams(net_mass_kg)), 9000000000000000000) AS BIGINT) AS mass_grams
FROM today.items
WHERE trader_key IS NOT NULL
GROUP BY registration_date, trader_key, flow, hs6, statistical_currency_code;

INSERT INTO history.pairs BY NAME
SELECT
    'day' AS period,
    registration_date AS period_start,
    consignor_key, consignee_key,
    registration_date AS first_date,
    registration_date AS last_date,
    count(DISTINCT declaration_id) AS declaration_count
FROM today.items
WHERE consignor_key IS NOT NULL AND consignee_key IS NOT NULL
GROUP BY registration_date, consignor_key, consignee_key;

INSERT INTO history.addresses BY NAME
WITH placed AS (
    -- Grouped before the words of an address are taken apart: that is the dear part, and most items repeat it.
    SELECT registration_date, consignee_address, consignee_key, count(DISTINCT declaration_id) AS declaration_count
    FROM today.items
    WHERE consignee_key IS NOT NULL AND consignee_address IS NOT NULL AND flow = 'import'
    GROUP BY ALL
),
keyed AS (
    SELECT * EXCLUDE (consignee_address), address_key(consignee_address) AS address_key FROM placed
)
SELECT
    'day' AS period,
    registration_date AS period_start,
    address_key,
    consignee_key,
    registration_date AS first_date,
    registration_date AS last_date,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count
FROM keyed
WHERE address_key IS NOT NULL
GROUP BY registration_date, address_key, consignee_key;

INSERT INTO history.measures BY NAME
SELECT
    'day' AS period,
    registration_date AS period_start,
    measure, flow, currency_code, per, hs6, origin_country_code, step,
    count(*) AS item_count
FROM today.measures
GROUP BY registration_date, measure, flow, currency_code, per, hs6, origin_country_code, step;

INSERT INTO history.models BY NAME
SELECT
    'day' AS period,
    registration_date AS period_start,
    model_key, trader_key, hs6,
    registration_date AS first_date,
    registration_date AS last_date,
    count(*) AS item_count
FROM today.items
WHERE model_key IS NOT NULL AND trader_key IS NOT NULL
GROUP BY registration_date, model_key, trader_key, hs6;

INSERT INTO history.routes BY NAME
SELECT
    'day' AS period,
    registration_date AS period_start,
    flow, hs2, origin_country_code, dispatch_country_code, trade_country_code, destination_country_code,
    registration_date AS first_date,
    registration_date AS last_date,
    count(DISTINCT declaration_id) AS declaration_count
FROM today.items
GROUP BY
    registration_date, flow, hs2, origin_country_code, dispatch_country_code, trade_country_code, destination_country_code;

INSERT INTO history.transits BY NAME
SELECT
    'day' AS period,
    registration_date AS period_start,
    carrier_key,
    count(DISTINCT declaration_id) AS declaration_count,
    count(DISTINCT declaration_id) FILTER (release_date IS NULL) AS open_count
FROM today.items
WHERE flow = 'transit' AND carrier_key IS NOT NULL
GROUP BY registration_date, carrier_key;

INSERT INTO history.periods BY NAME
SELECT 'declarations' AS source, 'day' AS period, registration_date AS period_start, count(*) AS row_count
FROM today.items
GROUP BY registration_date;
