-- Rows of the day by customs office; an office that cannot be read is empty.
SELECT
    office_code,
    count(DISTINCT (file_id, row_number)) FILTER (outcome = 'accepted') AS accepted,
    count(DISTINCT (file_id, row_number)) FILTER (outcome = 'rejected') AS rejected,
    count(DISTINCT (file_id, row_number)) FILTER (outcome = 'warned') AS warned
FROM rows_of_day GROUP BY ALL ORDER BY office_code NULLS FIRST;
