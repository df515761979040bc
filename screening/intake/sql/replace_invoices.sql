-- A line that comes again replaces the earlier one.
DELETE FROM intake.invoices
WHERE (invoice_id, line_number) IN (SELECT (invoice_id, line_number) FROM staged WHERE occurrence = 1);

INSERT INTO intake.invoices BY NAME
SELECT s.*, $file_id AS file_id
FROM read_parquet($accepted_glob) AS s
SEMI JOIN (FROM staged WHERE occurrence = 1) AS k USING (row_number);
