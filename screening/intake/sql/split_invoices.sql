-- Keys of the file's rows. The first row of a line is taken; the file's later rows of it are duplicates.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT row_number, invoice_id, line_number, invoice_date,
    row_number() OVER (PARTITION BY invoice_id, line_number ORDER BY row_number) AS occurrence
FROM read_parquet($accepted_glob);
