/*
title:
  en: All alerts as they stood when a run was published
  ru: Все сигналы в том виде, в каком они были после публикации прогона
  kk: Барлық дабылдар іске қосу жарияланған кездегі күйінде
call: alerts_as_of(run)
needs_lake: true
example: FROM alerts_as_of('2025-12-12-ec0ee9329396') WHERE screening_date = '2025-12-12'
*/
CREATE OR REPLACE TEMP MACRO alerts_as_of(run) AS TABLE
FROM query(concat('FROM alerts.alerts AT (VERSION => ', snapshot_of(run), ')'));
