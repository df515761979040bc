-- Every reason of an alert.
FROM alerts.alert_reasons WHERE alert_id = $alert_id ORDER BY reason_number
