-- When $actor looked at $alert_id last, what it rested on then, and rests on now.
SELECT v.viewed_at, v.last_event, v.content_hash, c.content_hash
FROM review.viewings AS v
LEFT JOIN review.alert_contents AS c ON c.alert_id = v.alert_id
WHERE v.alert_id = $alert_id AND v.actor = $actor
ORDER BY v.viewed_at DESC
LIMIT 1
