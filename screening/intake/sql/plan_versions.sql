-- What becomes of those declarations of the file that are not simply new: one row per declaration with
--   action: 'add'     the file has several versions of it, or further items of the version that is known
--           'replace' a later version, or the same items sent again: the known version moves to the history
--           'archive' an earlier version than the one that is known: straight to the history
-- Most files have hardly any: only these are joined with the file's rows, so that a file may be larger than the memory.
CREATE OR REPLACE TEMP TABLE incoming_declarations AS
SELECT
    declaration_id,
    max(correction_number) AS correction_number,
    min(correction_number) < max(correction_number) AS has_versions
FROM staged
WHERE occurrence = 1
GROUP BY declaration_id;

CREATE OR REPLACE TEMP TABLE known_items AS
SELECT declaration_id, item_number, correction_number, file_id
FROM intake.declarations
SEMI JOIN incoming_declarations USING (declaration_id);

CREATE OR REPLACE TEMP TABLE plan AS
WITH known AS (
    SELECT declaration_id, max(correction_number) AS correction_number, any_value(file_id) AS file_id
    FROM known_items GROUP BY declaration_id
),
overlapping AS (
    SELECT DISTINCT declaration_id FROM staged SEMI JOIN known_items USING (declaration_id, item_number)
)
SELECT
    incoming_declarations.declaration_id,
    incoming_declarations.correction_number,
    known.file_id AS known_file_id,
    CASE
        WHEN known.declaration_id IS NULL THEN 'add'
        WHEN incoming_declarations.correction_number > known.correction_number THEN 'replace'
        WHEN incoming_declarations.correction_number < known.correction_number THEN 'archive'
        WHEN overlapping.declaration_id IS NOT NULL THEN 'replace'
        ELSE 'add'
    END AS action
FROM incoming_declarations
LEFT JOIN known USING (declaration_id)
LEFT JOIN overlapping USING (declaration_id)
WHERE known.declaration_id IS NOT NULL OR incoming_declarations.has_versions;
