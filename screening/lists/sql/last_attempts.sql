-- The last attempt at each list, and since when attempts fail: the first one after the last that brought it up to date.
WITH attempts AS (
    SELECT
        list_id, attempted_at, any_value(source) AS source, any_value(outcome) AS outcome,
        any_value(list_version) AS list_version, any_value(reasons) AS reasons,
        any_value(outcome) NOT IN ('refused', 'failed') AS is_good
    FROM ops.list_refreshes
    -- A file loaded by hand that is no list at all says nothing about any list.
    WHERE list_id <> 'file'
    GROUP BY list_id, attempted_at
),

good AS (
    SELECT list_id, max(attempted_at) AS last_good_at FROM attempts WHERE is_good GROUP BY list_id
)

SELECT
    a.list_id, a.attempted_at, a.source, a.outcome, a.list_version, a.reasons, a.is_good, g.last_good_at,
    (
        SELECT min(b.attempted_at) FROM attempts AS b
        WHERE b.list_id = a.list_id AND NOT b.is_good AND (g.last_good_at IS NULL OR b.attempted_at > g.last_good_at)
    ) AS failing_since
FROM attempts AS a
LEFT JOIN good AS g USING (list_id)
QUALIFY row_number() OVER (PARTITION BY a.list_id ORDER BY a.attempted_at DESC) = 1
ORDER BY a.list_id;
