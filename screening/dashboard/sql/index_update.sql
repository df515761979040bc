-- How the alerts stand about which something was done: what review.queue says of them, without going through all others.
-- A list of constants is held against the events and reasons before they are grouped.
UPDATE memory.main.alert_index AS i
SET
    review_status = s.status,
    disposition = s.disposition,
    assignee = s.assignee,
    due_at = s.due_at,
    due_by = coalesce(s.due_at, i.due_default),
    decision_event = s.decision_event,
    last_event = s.last_event,
    last_event_at = s.last_event_at,
    decided_by = s.decided_by,
    decided_at = s.decided_at,
    is_changed = s.is_changed,
    is_to_do = i.status = 'open' AND (s.status <> 'decided' OR s.is_changed)
FROM (
    SELECT
        t.*,
        t.decision_event IS NOT NULL
            AND review.content_hash(a.severity, c.reason_keys) IS DISTINCT FROM t.decided_content AS is_changed
    FROM review.alert_states AS t
    JOIN memory.main.alert_index AS a USING (alert_id)
    LEFT JOIN (
        SELECT
            alert_id,
            list(
                review.reason_key(rule_id, item_number, subject, reference_list, reference_id, declared, reference)
                ORDER BY
                    review.reason_key(rule_id, item_number, subject, reference_list, reference_id, declared, reference)
            ) AS reason_keys
        FROM alerts.alert_reasons
        WHERE list_contains($alert_ids, alert_id)
        GROUP BY alert_id
    ) AS c USING (alert_id)
    WHERE list_contains($alert_ids, t.alert_id)
) AS s
WHERE i.alert_id = s.alert_id
