-- What becomes of each declaration of the file: one row per declaration with
--   action: 'add'     no version is known, or these are further items of the version that is known
--           'replace' a later version, or the same items sent again: the known version moves to the history
--           'archive' an earlier version than the one that is known: straight to the history
CREATE OR REPLACE TEMP TABLE plan AS
WITH incoming AS (
    SELECT declaration_id, max(correction_number) AS correction_number
    FROM staged WHERE occurrence = 1 GROUP BY declaration_id
),
known AS (
    SELECT declaration_id, max(correction_number) AS correction_number, any_value(file_id) AS file_id
    FROM intake.declarations SEMI JOIN incoming USING (declaration_id) GROUP BY declaration_id
),
overlapping AS (
    SELECT DISTINCT declaration_id
    FROM staged
    SEMI JOIN intake.declarations AS d ON d.declaration_id = staged.declaration_id AND d.item_number = staged.item_number
)
SELECT
    incoming.declaration_id,
    incoming.correction_number,
    known.file_id AS known_file_id,
    CASE
        WHEN known.declaration_id IS NULL THEN 'add'
        WHEN incoming.correction_number > known.correction_number THEN 'replace'
        WHEN incoming.correction_number < known.correction_number THEN 'archive'
        WHEN overlapping.declaration_id IS NOT NULL THEN 'replace'
        ELSE 'add'
    END AS action
FROM incoming
LEFT JOIN known USING (declaration_id)
LEFT JOIN overlapping USING (declaration_id);
