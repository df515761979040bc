-- The oldest and the newest state of the lake that can still be read.
SELECT min(snapshot_id), max(snapshot_id) FROM lake.snapshots()
