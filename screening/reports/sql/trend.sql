-- Open alerts by severity on the last days that were screened, $day and up to 13 before it.
WITH days AS (
    SELECT DISTINCT screening_date
    FROM screening.runs
    WHERE kind = 'day' AND status = 'published' AND screening_date <= $day
    ORDER BY screening_date DESC
    LIMIT 14
)
SELECT days.screening_date, a.severity, count(a.alert_id) AS alert_count
FROM days
LEFT JOIN alerts.alerts AS a ON a.screening_date = days.screening_date AND a.status = 'open'
GROUP BY ALL
ORDER BY ALL
