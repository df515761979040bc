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
    (SELECT min(registration_date) FROM staged WHERE occurrence = 1) AS first_day,
    (SELECT max(registration_date) FROM staged WHERE occurrence = 1) AS last_day,
    (SELECT count(*) FROM staged) + (SELECT count(*) FROM read_parquet($rejected_glob)) AS rows_read,
    (SELECT count(*) FROM staged WHERE occurrence = 1) AS rows_accepted,
    (SELECT count(*) FROM intake.rejected_rows WHERE file_id = $file_id) AS rows_rejected;
