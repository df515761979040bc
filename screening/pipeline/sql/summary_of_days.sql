-- Counts of open alerts and of hits, for days whose alerts changed: what daily_summary says beside the items.
SELECT screening_date, measure, name, CAST(count AS BIGINT) AS count
FROM (
    SELECT screening_date, 'alerts_by_severity' AS measure, severity AS name, count(*) AS count
    FROM alerts.alerts WHERE status = 'open' GROUP BY ALL
    UNION ALL
    SELECT screening_date, if(suppression_id IS NULL, 'hits_by_rule', 'suppressed_hits'), rule_id, count(*)
    FROM screening.hits GROUP BY ALL
    UNION ALL
    SELECT r.screening_date, 'alerts_by_rule', r.rule_id, count(DISTINCT r.alert_id)
    FROM alerts.alert_reasons AS r JOIN alerts.alerts AS a USING (alert_id)
    WHERE a.status = 'open' GROUP BY ALL
)
WHERE list_contains($days, screening_date)
ORDER BY ALL
