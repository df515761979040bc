-- Rejected like any other row: with the reason, and whole. For records other than declarations.
INSERT INTO intake.rejected_rows BY NAME
SELECT
    $file_id AS file_id,
    row_number,
    'DUPLICATE_RECORD' AS reason_code,
    $last_key AS column_name,
    $last_key || ': ' || $expected AS message,
    ['DUPLICATE_RECORD:' || $last_key] AS all_reasons,
    CAST(to_json(s) AS VARCHAR) AS raw_row
FROM (FROM read_parquet($accepted_glob) SEMI JOIN (FROM staged WHERE occurrence > 1) AS k USING (row_number)) AS s;
