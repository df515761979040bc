-- The last run of which there are quality results: checks by suite, and those that did not hold, with what was seen.
WITH last AS (
    SELECT run_id, checked_at FROM ops.quality_results ORDER BY checked_at DESC, run_id LIMIT 1
)
SELECT
    q.run_id,
    q.checked_at,
    q.suite,
    count(*) AS check_count,
    count(*) FILTER (q.is_passed) AS passed_count,
    list({'meaning': q.meaning, 'severity': q.severity, 'observed': q.observed}) FILTER (NOT q.is_passed) AS failures
FROM ops.quality_results AS q
SEMI JOIN last USING (run_id, checked_at)
GROUP BY ALL
ORDER BY q.suite
