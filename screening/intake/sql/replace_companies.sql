-- The latest extract of a firm stands. Firms that it does not name stay: an extract may be of some firms only.
DELETE FROM intake.companies WHERE tax_id IN (SELECT tax_id FROM staged);

INSERT INTO intake.companies BY NAME
SELECT s.*, $file_id AS file_id
FROM read_parquet($accepted_glob) AS s
SEMI JOIN (FROM staged WHERE occurrence = 1) AS k USING (row_number);
