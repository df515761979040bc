-- The first and the last day of the rows that were taken.
SELECT min(registration_date), max(registration_date) FROM staged WHERE occurrence = 1;
