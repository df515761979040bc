-- Declarations of a trader in the two years up to a day, newest first: by tax number, or by name where it has none.
-- One row per declaration, with the alert that it became, if any.
WITH own AS (
    SELECT *
    FROM intake.declarations
    WHERE registration_date BETWEEN CAST($day AS DATE) - 730 AND CAST($day AS DATE)
      AND CASE
          WHEN $tax_id <> '' THEN consignee_tax_id = $tax_id OR consignor_tax_id = $tax_id
          ELSE consignee_name = $name OR consignor_name = $name
      END
),
declarations AS (
    SELECT
        declaration_id,
        any_value(registration_date) AS registration_date,
        any_value(flow) AS flow,
        first(concat_ws(' → ', origin_country_code, dispatch_country_code, destination_country_code) ORDER BY item_number)
            AS route,
        first(hs_code ORDER BY item_number) AS hs_code,
        first(goods_description ORDER BY item_number) AS goods_description,
        count(*) AS item_count,
        sum(statistical_value) AS statistical_value,
        any_value(statistical_currency_code) AS currency
    FROM own
    GROUP BY declaration_id
),
totals AS (
    SELECT
        count(*) AS declaration_count,
        min(registration_date) AS first_day,
        max(registration_date) AS last_day
    FROM declarations
)
SELECT d.*, a.alert_id, a.severity, a.review_status, a.disposition, totals.*
FROM declarations AS d
CROSS JOIN totals
LEFT JOIN memory.main.alert_index AS a USING (declaration_id)
ORDER BY d.registration_date DESC, d.declaration_id
LIMIT 25
