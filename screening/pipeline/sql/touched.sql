-- Whether snapshots $first to $last touched a table of this name; asking what they changed in it costs more.
SELECT count(*) > 0
FROM lake.snapshots()
WHERE snapshot_id BETWEEN $first AND $last
  AND list_has_any(
      flatten(map_values(changes)),
      (SELECT list(CAST(table_id AS VARCHAR)) FROM ducklake_table_info('lake') WHERE table_name = $table_name)
  )
