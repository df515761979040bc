-- One alert with its state of review and the hash of what it rests on.
SELECT q.*, c.content_hash
FROM review.queue AS q
JOIN review.alert_contents AS c ON c.alert_id = q.alert_id
WHERE q.alert_id = $alert_id AND c.alert_id = $alert_id
