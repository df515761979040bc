-- Alerts that somebody must act on, by age in days, whatever their day. Ages: 0 to 1, 2 to 3, 4 to 7, 8 to 30, older.
SELECT
    CASE
        WHEN age <= 1 THEN 1 WHEN age <= 3 THEN 2 WHEN age <= 7 THEN 3 WHEN age <= 30 THEN 4 ELSE 5
    END AS bucket,
    count(*) AS count,
    count(*) FILTER (severity IN ('critical', 'high')) AS severe_count,
    count(*) FILTER (due_by < now()) AS overdue_count,
    count(*) FILTER (assignee IS NULL) AS unassigned_count
FROM (
    SELECT severity, due_by, assignee, date_diff('day', screening_date, current_date) AS age FROM memory.main.alert_index WHERE is_to_do
)
GROUP BY bucket
ORDER BY bucket
