-- Alerts about which somebody must act, or all; those with most points first.
SELECT alert_id, severity, score, review_status, disposition, is_changed, assignee,
    strftime(due_at, '%Y-%m-%d %H:%M') AS due_at, last_event, headline
FROM review.queue
WHERE (is_to_do OR $everything) AND ($assignee IS NULL OR assignee = $assignee)
ORDER BY score DESC, alert_id
LIMIT $shown
