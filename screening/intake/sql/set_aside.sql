-- A file that was refused before keeps the day of its first refusal.
CREATE OR REPLACE TEMP TABLE first_time AS
SELECT coalesce(min(first_refused_at), CAST($now AS TIMESTAMPTZ)) AS refused_at
FROM intake.refused_files WHERE file_id = $file_id AND file_name = $file_name;

DELETE FROM intake.refused_files WHERE file_id = $file_id AND file_name = $file_name;

INSERT INTO intake.refused_files BY NAME
SELECT
    $file_id AS file_id,
    $file_name AS file_name,
    $archive_name AS archive_name,
    CAST($byte_count AS BIGINT) AS byte_count,
    $check_id AS check_id,
    $reason AS reason,
    $remedy AS remedy,
    (SELECT refused_at FROM first_time) AS first_refused_at,
    CAST($now AS TIMESTAMPTZ) AS last_refused_at;
