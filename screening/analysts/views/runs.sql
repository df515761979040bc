/*
title:
  en: Runs with the versions they used, the last one first
  ru: Прогоны с использованными версиями, последний первым
  kk: Іске қосулар пайдаланған нұсқаларымен, соңғысы бірінші
columns:
  duration_seconds: From start to end, in seconds
example: SELECT run_id, screening_date, status, alert_count, list_versions FROM runs
*/
CREATE OR REPLACE TEMP VIEW runs AS
SELECT *, date_diff('millisecond', started_at, finished_at) / 1000 AS duration_seconds
FROM screening.runs
ORDER BY finished_at DESC;
