-- What was done about $alert_id.
SELECT
    event_number, happened_at, actor, kind, status, disposition, assignee, due_at,
    payload -> '$.reason_codes' AS reason_codes,
    payload ->> '$.comment' AS comment
FROM review.events
WHERE alert_id = $alert_id
ORDER BY event_number
