-- A line that comes again replaces the earlier one.
DELETE FROM intake.invoices
WHERE (invoice_id, line_number) IN (SELECT (invoice_id, line_number) FROM staged WHERE occurrence = 1);

INSERT INTO intake.invoices BY NAME
SELECT * EXCLUDE (occurrence), $file_id AS file_id FROM staged WHERE occurrence = 1;
