-- Who looked at an alert, and when last; the latest first.
SELECT actor, max(viewed_at) AS viewed_at
FROM review.viewings
WHERE alert_id = $alert_id
GROUP BY actor
ORDER BY viewed_at DESC
LIMIT 10
