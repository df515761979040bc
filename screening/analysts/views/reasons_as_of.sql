/*
title:
  en: All reasons of alerts as they stood when a run was published
  ru: Все причины сигналов в том виде, в каком они были после публикации прогона
  kk: Дабылдардың барлық себептері іске қосу жарияланған кездегі күйінде
call: reasons_as_of(run)
needs_lake: true
example: FROM reasons_as_of('2025-12-12-ec0ee9329396') ORDER BY alert_id, reason_number
*/
CREATE OR REPLACE TEMP MACRO reasons_as_of(run) AS TABLE
FROM query(concat('FROM alerts.alert_reasons AT (VERSION => ', snapshot_of(run), ')'));
