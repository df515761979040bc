-- Carries out the plan. Runs inside the transaction that also records the file.
INSERT INTO intake.superseded_items BY NAME
SELECT d.*, $file_id AS superseded_by_file_id
FROM intake.declarations AS d
SEMI JOIN (FROM plan WHERE action = 'replace') AS p USING (declaration_id);

DELETE FROM intake.declarations WHERE declaration_id IN (SELECT declaration_id FROM plan WHERE action = 'replace');

-- Rows that do not come into force: of earlier versions, and, with no file that supersedes them, duplicates.
CREATE OR REPLACE TEMP TABLE left_out AS
SELECT row_number, NULL AS superseded_by_file_id
FROM staged
WHERE occurrence > 1
UNION ALL
SELECT staged.row_number, CASE p.action WHEN 'archive' THEN p.known_file_id ELSE $file_id END
FROM staged
JOIN plan AS p USING (declaration_id)
WHERE staged.occurrence = 1 AND (p.action = 'archive' OR staged.correction_number < p.correction_number);

INSERT INTO intake.declarations BY NAME
SELECT s.*, $file_id AS file_id
FROM read_parquet($accepted_glob) AS s
ANTI JOIN left_out USING (row_number);

INSERT INTO intake.superseded_items BY NAME
SELECT s.*, $file_id AS file_id, k.superseded_by_file_id
FROM read_parquet($accepted_glob) AS s
JOIN (FROM left_out WHERE superseded_by_file_id IS NOT NULL) AS k USING (row_number);
