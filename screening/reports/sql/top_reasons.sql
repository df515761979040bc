-- The first three reasons of each of $alerts.
SELECT *
FROM alerts.alert_reasons
WHERE list_contains($alerts, alert_id) AND reason_number <= 3
ORDER BY alert_id, reason_number
