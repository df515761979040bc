-- One alert with its state of review and the hash of what it rests on.
WITH keyed AS (
    SELECT review.reason_key(rule_id, item_number, subject, reference_list, reference_id, declared, reference) AS reason_key
    FROM alerts.alert_reasons
    WHERE alert_id = $alert_id
),
contents AS (
    SELECT list(reason_key ORDER BY reason_key) AS reason_keys FROM keyed
)
SELECT q.*, review.content_hash(q.severity, c.reason_keys) AS content_hash
FROM review.queue AS q, contents AS c
WHERE q.alert_id = $alert_id
