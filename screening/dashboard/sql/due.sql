-- By when an alert should be decided.
SELECT due_by FROM memory.main.alert_index WHERE alert_id = $alert_id
