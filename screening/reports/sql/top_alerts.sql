-- The open alerts of $day with most points.
SELECT *
FROM alerts.alerts
WHERE screening_date = $day AND status = 'open'
ORDER BY score DESC, alert_id
LIMIT $limit
