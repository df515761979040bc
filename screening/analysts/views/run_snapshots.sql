/*
title:
  en: The snapshot of the lake that each run published, for AT (VERSION => …)
  ru: Снимок озера, опубликованный каждым прогоном, для AT (VERSION => …)
  kk: Әр іске қосу жариялаған көлдің лездік көшірмесі, AT (VERSION => …) үшін
columns:
  run_id: The run
  snapshot_id: The lake as the run left it
  published_at: When it was published, UTC
  read_snapshot: The state that the run computed on; null for a look back
needs_lake: true
example: FROM run_snapshots ORDER BY snapshot_id DESC
*/
CREATE OR REPLACE TEMP VIEW run_snapshots AS
SELECT
    json_extract_string(commit_extra_info, 'run_id') AS run_id,
    max(snapshot_id) AS snapshot_id,
    max(snapshot_time) AS published_at,
    max_by(CAST(json_extract_string(commit_extra_info, 'read_snapshot') AS BIGINT), snapshot_id) AS read_snapshot
FROM lake.snapshots()
WHERE commit_extra_info IS NOT NULL
  AND json_valid(commit_extra_info)
  AND json_extract_string(commit_extra_info, 'run_id') IS NOT NULL
GROUP BY ALL;
