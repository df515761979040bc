-- One alert with its state of review.
SELECT * EXCLUDE (words, first_reason) FROM memory.main.alert_index WHERE alert_id = $alert_id
