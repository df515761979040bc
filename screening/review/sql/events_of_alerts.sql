-- All events of $alert_ids, in order.
SELECT * FROM review.events WHERE list_contains($alert_ids, alert_id) ORDER BY event_number
