-- Rejected like any other row: with the reason, and whole.
INSERT INTO intake.rejected_rows BY NAME
SELECT
    $file_id AS file_id,
    row_number,
    declaration_id,
    'DUPLICATE_ITEM' AS reason_code,
    'item_number' AS column_name,
    CAST(item_number AS VARCHAR) AS value,
    'item_number: ' || $expected AS message,
    ['DUPLICATE_ITEM:item_number'] AS all_reasons,
    CAST(to_json(s) AS VARCHAR) AS raw_row,
    registration_date,
    office_code
FROM (FROM read_parquet($accepted_glob) SEMI JOIN (FROM staged WHERE occurrence > 1) AS k USING (row_number)) AS s;
