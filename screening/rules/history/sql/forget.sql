-- Takes days (or months: $period) out of the history, before they are made anew.
DELETE FROM history.parties WHERE period = $period AND period_start BETWEEN $first_day AND $last_day;
DELETE FROM history.trades WHERE period = $period AND period_start BETWEEN $first_day AND $last_day;
DELETE FROM history.pairs WHERE period = $period AND period_start BETWEEN $first_day AND $last_day;
DELETE FROM history.addresses WHERE period = $period AND period_start BETWEEN $first_day AND $last_day;
DELETE FROM history.measures WHERE period = $period AND period_start BETWEEN $first_day AND $last_day;
DELETE FROM history.models WHERE period = $period AND period_start BETWEEN $first_day AND $last_day;
DELETE FROM history.routes WHERE period = $period AND period_start BETWEEN $first_day AND $last_day;
DELETE FROM history.transits WHERE period = $period AND period_start BETWEEN $first_day AND $last_day;
DELETE FROM history.periods
WHERE source = 'declarations' AND period = $period AND period_start BETWEEN $first_day AND $last_day;
