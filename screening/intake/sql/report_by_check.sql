-- Rows of the day by what they were rejected for (the first reason) or warned of.
SELECT check_id, outcome, column_name, count(DISTINCT (file_id, row_number)) AS rows
FROM rows_of_day WHERE outcome <> 'accepted'
GROUP BY ALL ORDER BY outcome, rows DESC, check_id, column_name;
