-- Counts of the day. Reads items, rule_hits, alerts and alert_reasons.
SELECT $screening_date AS screening_date, measure, name, CAST(count AS BIGINT) AS count
FROM (
    SELECT 'items' AS measure, flow AS name, count(*) AS count FROM items GROUP BY flow
    UNION ALL
    SELECT 'alerts_by_severity', severity, count(*) FROM alerts GROUP BY severity
    UNION ALL
    SELECT 'hits_by_rule', rule_id, count(*) FROM rule_hits GROUP BY rule_id
    UNION ALL
    SELECT 'alerts_by_rule', rule_id, count(DISTINCT alert_id) FROM alert_reasons GROUP BY rule_id
)
ORDER BY measure, name
