-- Keys of the file's rows; the rows themselves stay in their Parquet parts, since a file may be larger than the memory.
-- The first row of an item (in one version of its declaration) is taken; the file's later rows of it are duplicates.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT row_number, declaration_id, correction_number, item_number, registration_date,
    row_number() OVER (PARTITION BY declaration_id, correction_number, item_number ORDER BY row_number) AS occurrence
FROM read_parquet($accepted_glob);
