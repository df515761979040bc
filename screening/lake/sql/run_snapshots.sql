-- The snapshot that each run published, and the one it had read; a run that was published again counts with its last.
SELECT
    json_extract_string(commit_extra_info, 'run_id') AS run_id,
    max(snapshot_id) AS snapshot_id,
    max(snapshot_time) AS published_at,
    max_by(CAST(json_extract_string(commit_extra_info, 'read_snapshot') AS BIGINT), snapshot_id) AS read_snapshot
FROM lake.snapshots()
WHERE commit_extra_info IS NOT NULL
  AND json_valid(commit_extra_info)
  AND json_extract_string(commit_extra_info, 'run_id') IS NOT NULL
GROUP BY ALL
ORDER BY snapshot_id
