-- How many rows each day has.
SELECT invoice_date, count(*) FROM intake.invoices WHERE invoice_date BETWEEN $first_day AND $last_day GROUP BY ALL ORDER BY ALL
