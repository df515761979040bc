-- How those alerts stand now about which something was done since $last_event.
UPDATE memory.main.alert_index AS i
SET
    review_status = q.review_status,
    disposition = q.disposition,
    assignee = q.assignee,
    due_at = q.due_at,
    due_by = coalesce(q.due_at, i.due_default),
    decision_event = q.decision_event,
    last_event = q.last_event,
    last_event_at = q.last_event_at,
    decided_by = q.decided_by,
    decided_at = q.decided_at,
    is_changed = q.is_changed,
    is_to_do = q.is_to_do
FROM (
    SELECT * FROM review.queue
    WHERE alert_id IN (SELECT alert_id FROM review.events WHERE event_number > $last_event AND alert_id IS NOT NULL)
) AS q
WHERE i.alert_id = q.alert_id
