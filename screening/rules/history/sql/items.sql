-- The goods items of the days at hand, with what the indicators and the history know them by. `tier` is that of the common
-- high priority list, null for other goods.
CREATE OR REPLACE TABLE today.priority AS
SELECT hs_code AS hs6, min(entry_code) AS tier
FROM reference.hs_correlations
WHERE control_list = 'CHPL' AND control_list_version = $chpl_version
GROUP BY hs_code;

CREATE OR REPLACE TABLE today.items AS
SELECT
    d.* EXCLUDE (file_id, row_number),
    left(hs_code, 2) AS hs2,
    left(hs_code, 4) AS hs4,
    left(hs_code, 6) AS hs6,
    priority.tier,
    party_key(consignor_tax_id, consignor_name) AS consignor_key,
    party_key(consignee_tax_id, consignee_name) AS consignee_key,
    party_key(carrier_tax_id, carrier_name) AS carrier_key,
    CASE flow
        WHEN 'export' THEN party_key(consignor_tax_id, consignor_name)
        ELSE party_key(consignee_tax_id, consignee_name)
    END AS trader_key,
    model_key(model_name) AS model_key
FROM intake.declarations AS d
LEFT JOIN today.priority AS priority ON priority.hs6 = left(hs_code, 6)
WHERE registration_date BETWEEN $first_day AND $last_day;
