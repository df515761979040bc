-- Keys of the file's rows. The first row of a link is taken; the file's later rows of it are duplicates.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT row_number, company_tax_id, link_number,
    row_number() OVER (PARTITION BY company_tax_id, link_number ORDER BY row_number) AS occurrence
FROM read_parquet($accepted_glob);
