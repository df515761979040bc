-- Keys of the file's rows. The first row of a firm is taken; the file's later rows of it are duplicates.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT row_number, tax_id, row_number() OVER (PARTITION BY tax_id ORDER BY row_number) AS occurrence
FROM read_parquet($accepted_glob);
