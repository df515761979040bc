-- Number of the lake's newest snapshot.
FROM ducklake_current_snapshot('lake')
