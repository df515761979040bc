-- Snapshots from before $before, but for the newest of all, and unless $runs_too for those that a run read or published.
-- Those since the history was last brought up to date stay in any case: it reads from them which days changed.
WITH noted AS (
    SELECT
        snapshot_id,
        CAST(json_extract_string(commit_extra_info, 'read_snapshot') AS BIGINT) AS read_snapshot
    FROM lake.snapshots()
    WHERE commit_extra_info IS NOT NULL
      AND json_valid(commit_extra_info)
      AND json_extract_string(commit_extra_info, 'run_id') IS NOT NULL
),
kept AS (
    SELECT max(snapshot_id) AS snapshot_id FROM lake.snapshots()
    UNION
    SELECT snapshot_id FROM noted WHERE NOT $runs_too
    UNION
    SELECT read_snapshot FROM noted WHERE NOT $runs_too AND read_snapshot IS NOT NULL
)
SELECT snapshot_id
FROM lake.snapshots()
ANTI JOIN kept USING (snapshot_id)
WHERE snapshot_time < $before
  AND (
      NOT EXISTS (FROM history.stands_at)
      OR snapshot_id <= (SELECT min(snapshot_id) FROM history.stands_at)
  )
ORDER BY snapshot_id
