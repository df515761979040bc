-- Rows that the checks rejected, and the file itself. Its counts are taken from what was stored, not from a tally.
INSERT INTO intake.rejected_rows BY NAME
SELECT *, $file_id AS file_id FROM read_parquet($rejected_glob);

INSERT INTO intake.files BY NAME
SELECT
    $file_id AS file_id,
    $file_name AS file_name,
    $format AS format,
    CAST($byte_count AS BIGINT) AS byte_count,
    CAST($received_at AS TIMESTAMPTZ) AS received_at,
    $first_day AS first_day,
    $last_day AS last_day,
    (SELECT count(*) FROM staged) + (SELECT count(*) FROM read_parquet($rejected_glob)) AS rows_read,
    (SELECT count(*) FROM staged WHERE occurrence = 1) AS rows_accepted,
    (SELECT count(*) FROM intake.rejected_rows WHERE file_id = $file_id) AS rows_rejected,
    $record_kind AS record_kind,
    (SELECT count(DISTINCT row_number) FROM intake.row_warnings WHERE file_id = $file_id) AS rows_warned,
    $mapping AS mapping,
    $archive_name AS archive_name;
