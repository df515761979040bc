-- The published alerts among $alert_ids, with what they rest on. The reasons are looked up only for these.
WITH keyed AS (
    SELECT
        alert_id,
        review.reason_key(rule_id, item_number, subject, reference_list, reference_id, declared, reference)
            AS reason_key
    FROM alerts.alert_reasons
    WHERE list_contains($alert_ids, alert_id)
),
contents AS (
    SELECT alert_id, list(reason_key ORDER BY reason_key) AS reason_keys FROM keyed GROUP BY alert_id
)
SELECT
    a.alert_id,
    a.declaration_id,
    a.run_id,
    a.severity,
    a.rule_ids,
    review.content_hash(a.severity, c.reason_keys) AS content_hash,
    coalesce(c.reason_keys, []) AS reason_keys
FROM alerts.alerts AS a
LEFT JOIN contents AS c USING (alert_id)
WHERE list_contains($alert_ids, a.alert_id)
