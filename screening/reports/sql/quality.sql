-- The last check of the run's tables: how many checks held, and those that did not.
WITH last AS (
    SELECT * FROM ops.quality_results
    WHERE run_id = $run_id
    QUALIFY checked_at = max(checked_at) OVER ()
)
SELECT suite, check_id, meaning, severity, observed, is_passed
FROM last
ORDER BY is_passed, severity, suite, check_id
