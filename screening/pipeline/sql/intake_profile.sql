-- The day's intake beside the 28 days before it: one row for each thing that is measured. `days` are those of the 28 on
-- which anything came in at all; least, most and mean are over them, `same_weekdays` counts those on which the subject
-- itself was there.
WITH items AS MATERIALIZED (
    SELECT
        registration_date AS day, office_code, procedure_code, transport_mode_code, quantity_unit_code, invoice_currency_code,
        consignor_name, consignee_tax_id, origin_country_code, destination_country_code, net_mass_kg, gross_mass_kg,
        statistical_value_usd, model_name
    FROM intake.declarations
    WHERE registration_date BETWEEN $screening_date - 28 AND $screening_date
),
rejected AS (
    SELECT registration_date AS day, count(*) AS rejected FROM intake.rejected_rows
    WHERE registration_date BETWEEN $screening_date - 28 AND $screening_date
    GROUP BY day
),
by_office AS (
    SELECT 'rows' AS measure, office_code AS subject, day, CAST(count(*) AS DOUBLE) AS value FROM items GROUP BY ALL
),
by_day AS MATERIALIZED (
    SELECT day, count(*) AS items,
        avg(CAST(consignor_name IS NULL AS INTEGER)) AS consignor_name,
        avg(CAST(consignee_tax_id IS NULL AS INTEGER)) AS consignee_tax_id,
        avg(CAST(origin_country_code IS NULL AS INTEGER)) AS origin_country_code,
        avg(CAST(destination_country_code IS NULL AS INTEGER)) AS destination_country_code,
        avg(CAST(net_mass_kg IS NULL AS INTEGER)) AS net_mass_kg,
        avg(CAST(gross_mass_kg IS NULL AS INTEGER)) AS gross_mass_kg,
        avg(CAST(statistical_value_usd IS NULL AS INTEGER)) AS statistical_value_usd,
        avg(CAST(model_name IS NULL AS INTEGER)) AS model_name
    FROM items GROUP BY day
),
shares AS (
    SELECT 'null_share' AS measure, subject, day, value
    FROM (UNPIVOT by_day ON consignor_name, consignee_tax_id, origin_country_code, destination_country_code, net_mass_kg,
        gross_mass_kg, statistical_value_usd, model_name INTO NAME subject VALUE value)
    UNION ALL
    SELECT 'rejected_share', 'all', day, coalesce(rejected, 0) / (coalesce(rejected, 0) + coalesce(items, 0))
    FROM by_day FULL JOIN rejected USING (day)
),
-- Counted first: a month has few combinations of codes and many items.
combinations AS (
    SELECT day, office_code, procedure_code, transport_mode_code, quantity_unit_code, invoice_currency_code, count(*) AS items
    FROM items GROUP BY ALL
),
codes AS (
    SELECT 'code' AS measure, subject || ' ' || code AS subject, day, CAST(sum(items) AS DOUBLE) AS value
    FROM (UNPIVOT combinations ON office_code, procedure_code, transport_mode_code, quantity_unit_code, invoice_currency_code
        INTO NAME subject VALUE code)
    GROUP BY ALL
),
measured AS (FROM by_office UNION ALL FROM shares UNION ALL FROM codes),
known AS (SELECT count(DISTINCT day) AS days FROM by_day WHERE day < $screening_date)
SELECT
    measure,
    subject,
    max(value) FILTER (day = $screening_date) AS today,
    (SELECT days FROM known) AS days,
    count(*) FILTER (day < $screening_date) AS days_there,
    count(*) FILTER (day < $screening_date AND dayofweek(day) = dayofweek($screening_date)) AS same_weekdays,
    min(value) FILTER (day < $screening_date) AS least,
    max(value) FILTER (day < $screening_date) AS most,
    avg(value) FILTER (day < $screening_date) AS mean
FROM measured
GROUP BY measure, subject
ORDER BY measure, subject;
