-- The latest extract that names a firm replaces all its links.
DELETE FROM intake.company_links WHERE company_tax_id IN (SELECT company_tax_id FROM staged);

INSERT INTO intake.company_links BY NAME
SELECT * EXCLUDE (occurrence), $file_id AS file_id FROM staged WHERE occurrence = 1;
