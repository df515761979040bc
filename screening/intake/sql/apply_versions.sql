-- Carries out the plan. Runs inside the transaction that also records the file.
INSERT INTO intake.superseded_items BY NAME
SELECT d.*, $file_id AS superseded_by_file_id
FROM intake.declarations AS d
SEMI JOIN (FROM plan WHERE action = 'replace') AS p USING (declaration_id);

DELETE FROM intake.declarations WHERE declaration_id IN (SELECT declaration_id FROM plan WHERE action = 'replace');

INSERT INTO intake.declarations BY NAME
SELECT s.* EXCLUDE (occurrence), $file_id AS file_id
FROM staged AS s
JOIN plan AS p USING (declaration_id, correction_number)
WHERE p.action <> 'archive' AND s.occurrence = 1;

INSERT INTO intake.superseded_items BY NAME
SELECT s.* EXCLUDE (occurrence), $file_id AS file_id, CASE p.action WHEN 'archive' THEN p.known_file_id ELSE $file_id END AS superseded_by_file_id
FROM staged AS s
JOIN plan AS p ON p.declaration_id = s.declaration_id
WHERE s.occurrence = 1 AND (p.action = 'archive' OR s.correction_number < p.correction_number);
