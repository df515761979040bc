-- What is known of the past on the morning of $screening_date, as far as it concerns the day's items: shared by all
-- indicators, read once. Whole months since $window_start, and the days of this month before the day.
-- Reads today.items and today.measures; the parties and the beginning of the lake are looked for in all its months.

CREATE OR REPLACE TABLE past.lake AS
SELECT min(period_start) AS first_date
FROM history.periods
WHERE source = 'declarations' AND period = 'day' AND period_start < $screening_date;

-- First and last day of each party of the day, in its role.
CREATE OR REPLACE TABLE past.parties AS
WITH present AS (
    SELECT DISTINCT 'consignor' AS role, consignor_tax_id AS tax_id, name_key(consignor_name) AS name FROM today.items
    UNION
    SELECT DISTINCT 'consignee', consignee_tax_id, name_key(consignee_name) FROM today.items
    UNION
    SELECT DISTINCT 'carrier', carrier_tax_id, name_key(carrier_name) FROM today.items
),
seen AS (
    SELECT role, tax_id, name, min(first_date) AS first_date, max(last_date) AS last_date, sum(declaration_count) AS n
    FROM (
        FROM history.parties WHERE period = 'month' AND period_start < $this_month
        UNION ALL
        FROM history.parties WHERE period = 'day' AND period_start >= $this_month AND period_start < $screening_date
    )
    WHERE tax_id IN (SELECT tax_id FROM present) OR name IN (SELECT name FROM present)
    GROUP BY role, tax_id, name
),
numbers AS (
    SELECT role, tax_id, min(first_date) AS first_date, max(last_date) AS last_date, sum(n) AS n
    FROM seen WHERE tax_id IS NOT NULL GROUP BY role, tax_id
),
names AS (
    SELECT
        role, name,
        min(first_date) AS first_date, max(last_date) AS last_date, sum(n) AS n,
        min(first_date) FILTER (tax_id IS NULL) AS first_without, max(last_date) FILTER (tax_id IS NULL) AS last_without,
        sum(n) FILTER (tax_id IS NULL) AS n_without
    FROM seen WHERE name IS NOT NULL GROUP BY role, name
),
known AS (
    -- Two numbers are two firms, whatever their names; a name stands in only where one side has no number.
    SELECT
        present.role, present.tax_id, present.name,
        CASE WHEN present.tax_id IS NULL THEN names.first_date ELSE least(numbers.first_date, names.first_without) END AS first_date,
        CASE WHEN present.tax_id IS NULL THEN names.last_date ELSE greatest(numbers.last_date, names.last_without) END AS last_date,
        CASE WHEN present.tax_id IS NULL THEN names.n ELSE coalesce(numbers.n, 0) + coalesce(names.n_without, 0) END AS n
    FROM present
    LEFT JOIN numbers ON numbers.role = present.role AND numbers.tax_id = present.tax_id
    LEFT JOIN names ON names.role = present.role AND names.name = present.name
)
SELECT
    role,
    coalesce(tax_id, name) AS party_key,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    CAST(coalesce(max(n), 0) AS BIGINT) AS declaration_count
FROM known
WHERE coalesce(tax_id, name) IS NOT NULL
GROUP BY ALL;

-- Trade of the day's traders, by month and subheading.
CREATE OR REPLACE TABLE past.trades AS
WITH rows AS (
    FROM history.trades WHERE period = 'month' AND period_start >= $window_start AND period_start < $this_month
    UNION ALL
    FROM history.trades WHERE period = 'day' AND period_start >= $this_month AND period_start < $screening_date
)
SELECT
    trader_key, flow, hs6, currency_code,
    date_trunc('month', period_start) AS month,
    min(first_date) AS first_date,
    max(last_date) AS last_date,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count,
    CAST(sum(item_count) AS BIGINT) AS item_count,
    CAST(sum(value_cents) AS DOUBLE) / 100 AS value,
    CAST(sum(mass_grams) AS DOUBLE) / 1000 AS mass_kg
FROM rows
SEMI JOIN today.items USING (trader_key)
GROUP BY ALL;

-- To whom the day's consignors sent before, and how long those were there at all.
CREATE OR REPLACE TABLE past.partners AS
WITH rows AS (
    FROM history.pairs WHERE period = 'month' AND period_start >= $window_start AND period_start < $this_month
    UNION ALL
    FROM history.pairs WHERE period = 'day' AND period_start >= $this_month AND period_start < $screening_date
),
pairs AS (
    SELECT
        consignor_key, consignee_key,
        min(first_date) AS first_date, max(last_date) AS last_date,
        CAST(sum(declaration_count) AS BIGINT) AS declaration_count
    FROM rows
    SEMI JOIN today.items USING (consignor_key)
    GROUP BY ALL
),
lives AS (
    SELECT coalesce(tax_id, name) AS consignee_key, min(first_date) AS first_date, max(last_date) AS last_date
    FROM (
        FROM history.parties WHERE period = 'month' AND period_start < $this_month
        UNION ALL
        FROM history.parties WHERE period = 'day' AND period_start >= $this_month AND period_start < $screening_date
    )
    WHERE role = 'consignee' AND coalesce(tax_id, name) IN (SELECT consignee_key FROM pairs)
    GROUP BY ALL
)
SELECT
    pairs.*,
    lives.first_date AS consignee_first_date,
    lives.last_date AS consignee_last_date
FROM pairs
JOIN lives USING (consignee_key);

-- Who received goods before at the addresses of the day's consignees.
CREATE OR REPLACE TABLE past.addresses AS
WITH present AS (
    SELECT DISTINCT address_key(consignee_address) AS address_key
    FROM (SELECT DISTINCT consignee_address FROM today.items WHERE flow = 'import')
),
rows AS (
    FROM history.addresses WHERE period = 'month' AND period_start >= $window_start AND period_start < $this_month
    UNION ALL
    FROM history.addresses WHERE period = 'day' AND period_start >= $this_month AND period_start < $screening_date
)
SELECT
    address_key, consignee_key,
    min(first_date) AS first_date, max(last_date) AS last_date,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count
FROM rows
SEMI JOIN present USING (address_key)
GROUP BY ALL;

-- Under which subheadings the day's models were declared before.
CREATE OR REPLACE TABLE past.models AS
WITH rows AS (
    FROM history.models WHERE period = 'month' AND period_start >= $window_start AND period_start < $this_month
    UNION ALL
    FROM history.models WHERE period = 'day' AND period_start >= $this_month AND period_start < $screening_date
)
SELECT
    model_key, trader_key, hs6,
    min(first_date) AS first_date, max(last_date) AS last_date,
    CAST(sum(item_count) AS BIGINT) AS item_count
FROM rows
SEMI JOIN today.items USING (model_key)
GROUP BY ALL;

-- Routes by which goods of each chapter came.
CREATE OR REPLACE TABLE past.routes AS
WITH rows AS (
    FROM history.routes WHERE period = 'month' AND period_start >= $window_start AND period_start < $this_month
    UNION ALL
    FROM history.routes WHERE period = 'day' AND period_start >= $this_month AND period_start < $screening_date
)
SELECT
    flow, hs2, origin_country_code, dispatch_country_code, trade_country_code, destination_country_code,
    min(first_date) AS first_date, max(last_date) AS last_date,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count
FROM rows
GROUP BY ALL;

-- Transits of the day's carriers that are old enough to be closed: those of whole months before the last one.
CREATE OR REPLACE TABLE past.transits AS
SELECT
    carrier_key,
    CAST(sum(declaration_count) AS BIGINT) AS declaration_count,
    CAST(sum(open_count) AS BIGINT) AS open_count
FROM (
    FROM history.transits WHERE period = 'month' AND period_start >= $window_start AND period_start < $last_month
)
SEMI JOIN today.items USING (carrier_key)
GROUP BY ALL;

-- What the day's consignees invoiced to buyers abroad, before the day and, where the day is run again, after it.
CREATE OR REPLACE TABLE past.onward AS
WITH rows AS (
    FROM history.onward WHERE period = 'month' AND period_start >= $window_start AND period_start < $this_month
    UNION ALL
    FROM history.onward WHERE period = 'day' AND period_start >= $this_month AND period_start <= $onward_until
)
SELECT
    seller_key AS consignee_key, hs6, country_code, currency_code,
    min(first_date) AS first_date, max(last_date) AS last_date,
    CAST(sum(line_count) AS BIGINT) AS line_count,
    CAST(sum(value_cents) AS DOUBLE) / 100 AS value
FROM rows
WHERE seller_key IN (SELECT consignee_key FROM today.items)
GROUP BY ALL;

-- Items of the thirty days before: those of the day's consignors and consignees, and those in the day's containers.
CREATE OR REPLACE TABLE past.items AS
WITH boxes AS (
    SELECT DISTINCT unnest(regexp_extract_all(upper(container_numbers), '[A-Z]{4}[0-9]{7}')) AS box FROM today.items
),
recent AS (
    SELECT
        registration_date, declaration_id, item_number, flow,
        left(hs_code, 6) AS hs6,
        party_key(consignor_tax_id, consignor_name) AS consignor_key,
        party_key(consignee_tax_id, consignee_name) AS consignee_key,
        dispatch_country_code, destination_country_code, origin_country_code,
        statistical_value, statistical_currency_code, net_mass_kg,
        regexp_extract_all(upper(container_numbers), '[A-Z]{4}[0-9]{7}') AS boxes
    FROM intake.declarations
    WHERE registration_date >= $recent_start AND registration_date < $screening_date
)
SELECT * FROM recent
WHERE consignor_key IN (SELECT consignor_key FROM today.items)
   OR consignee_key IN (SELECT consignee_key FROM today.items)
   OR list_has_any(boxes, (SELECT coalesce(list(box), []) FROM boxes));
