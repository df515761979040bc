-- Rows of the day by the file they came in. A row with several warnings is warned once.
SELECT
    f.file_name, f.archive_name, f.format, f.mapping, strftime(f.received_at, '%Y-%m-%d %H:%M') AS received_at,
    count(DISTINCT row_number) FILTER (outcome = 'accepted') AS accepted,
    count(DISTINCT row_number) FILTER (outcome = 'rejected') AS rejected,
    count(DISTINCT row_number) FILTER (outcome = 'warned') AS warned
FROM rows_of_day JOIN intake.files AS f USING (file_id)
GROUP BY ALL ORDER BY received_at, file_name;
