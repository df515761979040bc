-- The lists in force, their age, and how the last attempt to bring each up to date ended.
WITH in_force AS (
    SELECT * FROM reference.list_versions
    QUALIFY row_number() OVER (PARTITION BY list_id ORDER BY loaded_at DESC) = 1
),
attempts AS (
    SELECT list_id, attempted_at, outcome FROM ops.list_refreshes
    QUALIFY row_number() OVER (PARTITION BY list_id ORDER BY attempted_at DESC) = 1
)
SELECT
    v.list_id,
    v.list_name,
    v.list_version,
    v.published_date,
    v.retrieved_at,
    date_diff('day', coalesce(v.published_date, CAST(v.retrieved_at AS DATE)), current_date) AS age_days,
    v.entity_count,
    a.attempted_at,
    a.outcome
FROM in_force AS v
LEFT JOIN attempts AS a USING (list_id)
ORDER BY age_days DESC, v.list_id
