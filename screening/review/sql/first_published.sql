-- When each day that has alerts was published first.
SELECT r.screening_date, min(r.finished_at) AS published_at
FROM screening.runs AS r
SEMI JOIN alerts.alerts AS a USING (screening_date)
WHERE r.status = 'published' AND r.kind = 'day'
GROUP BY r.screening_date
ORDER BY r.screening_date
