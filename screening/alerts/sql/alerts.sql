-- One row per alerted declaration: its score is the sum of the points of its reasons.
-- Reads alert_reasons (with explanations), items and severities.
WITH reasons AS (
    SELECT
        alert_id,
        any_value(declaration_id) AS declaration_id,
        round(sum(points), 2) AS score,
        count(*) AS reason_count,
        first(explanation ORDER BY reason_number) AS headline
    FROM alert_reasons
    GROUP BY alert_id
),
rule_points AS (
    SELECT alert_id, list(rule_id ORDER BY points DESC, rule_id) AS rule_ids
    FROM (SELECT alert_id, rule_id, sum(points) AS points FROM alert_reasons GROUP BY ALL)
    GROUP BY alert_id
),
declared AS (
    SELECT
        declaration_id,
        first(flow ORDER BY item_number) AS flow,
        first(office_code ORDER BY item_number) AS office_code,
        first(consignor_name ORDER BY item_number) AS consignor_name,
        first(consignee_name ORDER BY item_number) AS consignee_name,
        first(consignee_tax_id ORDER BY item_number) AS consignee_tax_id,
        first(
            concat_ws(' → ', dispatch_country_code, nullif(trade_country_code, dispatch_country_code), destination_country_code)
            ORDER BY item_number
        ) AS corridor,
        count(*) AS item_count,
        sum(statistical_value) AS statistical_value
    FROM items
    SEMI JOIN reasons USING (declaration_id)
    GROUP BY declaration_id
)
SELECT
    reasons.alert_id,
    $screening_date AS screening_date,
    (SELECT severity FROM severities WHERE least_score <= reasons.score ORDER BY least_score DESC LIMIT 1) AS severity,
    reasons.score,
    reasons.reason_count,
    rule_points.rule_ids,
    reasons.headline,
    declared.*,
    false AS is_look_back,
    'open' AS status,
    NULL::VARCHAR AS status_reason
FROM reasons
JOIN rule_points USING (alert_id)
JOIN declared USING (declaration_id)
ORDER BY score DESC, alert_id
