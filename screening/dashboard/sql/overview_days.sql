-- Alerts by day and severity, of the last so many screened days.
WITH days AS (
    SELECT DISTINCT screening_date FROM alerts.daily_summary ORDER BY screening_date DESC LIMIT $days
)
SELECT
    d.screening_date,
    count(*) FILTER (a.severity = 'critical') AS critical,
    count(*) FILTER (a.severity = 'high') AS high,
    count(*) FILTER (a.severity = 'medium') AS medium,
    count(*) FILTER (a.severity = 'low') AS low
FROM days AS d
LEFT JOIN memory.main.alert_index AS a USING (screening_date)
GROUP BY d.screening_date
ORDER BY d.screening_date
