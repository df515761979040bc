-- The same for invoices.
DELETE FROM history.onward WHERE period = $period AND period_start BETWEEN $first_day AND $last_day;
DELETE FROM history.periods
WHERE source = 'invoices' AND period = $period AND period_start BETWEEN $first_day AND $last_day;
