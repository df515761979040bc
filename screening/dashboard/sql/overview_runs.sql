-- The last runs with their durations.
SELECT
    run_id, kind, screening_date, status, started_at, finished_at,
    date_diff('millisecond', started_at, finished_at) / 1000 AS seconds,
    item_count, hit_count, alert_count, warnings
FROM screening.runs
ORDER BY finished_at DESC
LIMIT 15
