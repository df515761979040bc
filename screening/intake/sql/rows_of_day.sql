-- Every row of a day, with what became of it; a row whose date cannot be read counts for the days of its file.
CREATE OR REPLACE TEMP TABLE rows_of_day AS
WITH files AS (
    SELECT file_id FROM intake.files
    WHERE record_kind = 'declarations'
        AND ($screening_date BETWEEN first_day AND last_day OR (first_day IS NULL AND CAST(received_at AS DATE) = $screening_date))
)
SELECT file_id, row_number, office_code, 'accepted' AS outcome, NULL AS check_id, NULL AS column_name
FROM intake.declarations WHERE registration_date = $screening_date
UNION ALL
SELECT file_id, row_number, office_code, 'accepted', NULL, NULL
FROM intake.superseded_items WHERE registration_date = $screening_date
UNION ALL
SELECT file_id, row_number, office_code, 'rejected', reason_code, column_name
FROM intake.rejected_rows
WHERE registration_date = $screening_date OR (registration_date IS NULL AND file_id IN (SELECT file_id FROM files))
UNION ALL
SELECT file_id, row_number, office_code, 'warned', check_id, column_name
FROM intake.row_warnings WHERE registration_date = $screening_date;
