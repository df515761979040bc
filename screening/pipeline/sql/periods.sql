-- Days and months that the history holds.
SELECT source, period, period_start FROM history.periods
