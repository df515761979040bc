-- What is doubtful in the rows that were taken; a duplicate was rejected after its warnings were found.
INSERT INTO intake.row_warnings BY NAME
SELECT w.*, $file_id AS file_id
FROM read_parquet($warned_glob) AS w
ANTI JOIN (SELECT row_number FROM staged WHERE occurrence > 1) AS s USING (row_number);
