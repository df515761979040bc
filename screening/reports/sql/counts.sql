-- Counts of the day and of the day before it ($day, $previous_day, which may be null), by measure and name.
WITH counted AS (
    SELECT screening_date, 'alerts_by_severity' AS measure, severity AS name, count(*) AS count
    FROM alerts.alerts
    WHERE screening_date IN ($day, $previous_day) AND status = 'open'
    GROUP BY ALL
    UNION ALL
    SELECT screening_date, measure, name, count
    FROM alerts.daily_summary
    WHERE screening_date IN ($day, $previous_day) AND measure <> 'alerts_by_severity'
    UNION ALL
    SELECT registration_date, 'declarations', 'declarations', count(DISTINCT declaration_id)
    FROM intake.declarations
    WHERE registration_date IN ($day, $previous_day)
    GROUP BY ALL
    UNION ALL
    SELECT screening_date, 'alerts', status, count(*)
    FROM alerts.alerts
    WHERE screening_date IN ($day, $previous_day)
    GROUP BY ALL
    UNION ALL
    SELECT screening_date, 'alerts', 'look_back', count(*)
    FROM alerts.alerts
    WHERE screening_date IN ($day, $previous_day) AND is_look_back
    GROUP BY ALL
)
SELECT
    measure,
    name,
    CAST(coalesce(sum(count) FILTER (screening_date = $day), 0) AS BIGINT) AS now,
    CAST(sum(count) FILTER (screening_date = $previous_day) AS BIGINT) AS before
FROM counted
GROUP BY ALL
ORDER BY measure, now DESC, name
