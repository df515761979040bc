-- The alerts about which something was done since $last_event.
SELECT DISTINCT alert_id FROM review.events WHERE event_number > $last_event AND alert_id IS NOT NULL
