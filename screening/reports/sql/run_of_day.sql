-- The run whose results stand for $day, the day screened before it, and the time in between.
WITH days AS (
    SELECT screening_date, max_by(run_id, finished_at) AS run_id, max(finished_at) AS finished_at
    FROM screening.runs
    WHERE kind = 'day' AND status = 'published'
    GROUP BY screening_date
),
before AS (
    SELECT max(screening_date) AS screening_date, max_by(finished_at, screening_date) AS finished_at
    FROM days
    WHERE screening_date < $day
)
SELECT
    r.*,
    b.screening_date AS previous_day,
    b.finished_at AS previous_finished_at,
    (
        SELECT max(finished_at) FROM screening.runs
        WHERE kind = 'day' AND status = 'refused' AND screening_date = $day AND finished_at > r.finished_at
    ) AS refused_at
FROM days AS d
JOIN screening.runs AS r USING (run_id)
CROSS JOIN before AS b
WHERE d.screening_date = $day
