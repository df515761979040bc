-- The latest extract that names a firm replaces all its links.
DELETE FROM intake.company_links WHERE company_tax_id IN (SELECT company_tax_id FROM staged);

INSERT INTO intake.company_links BY NAME
SELECT s.*, $file_id AS file_id
FROM read_parquet($accepted_glob) AS s
SEMI JOIN (FROM staged WHERE occurrence = 1) AS k USING (row_number);
