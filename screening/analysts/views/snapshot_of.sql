/*
title:
  en: The snapshot that a run published, as a number
  ru: Номер снимка, опубликованного прогоном
  kk: Іске қосу жариялаған лездік көшірменің нөмірі
call: snapshot_of(run)
needs_lake: true
example: SELECT snapshot_of('2025-12-12-ec0ee9329396')
*/
-- A table is read AT a number that is known before the query runs, so the runs of the lake are in a variable, set when the
-- connection is opened.
CREATE OR REPLACE TEMP MACRO snapshot_of(run) AS coalesce(
    getvariable('snapshots')[CAST(run AS VARCHAR)],
    error(concat('the lake holds no state of run ', run, '; FROM run_snapshots lists those that it holds'))
);
