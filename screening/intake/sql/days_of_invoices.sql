-- The first and the last day of the rows that were taken.
SELECT min(invoice_date), max(invoice_date) FROM staged WHERE occurrence = 1;
