/*
title:
  en: One row for each alert, of all days
  ru: Все сигналы за все дни, по строке на сигнал
  kk: Барлық күндердің дабылдары, әр дабылға бір жол
example: FROM alerts WHERE severity = 'critical' ORDER BY screening_date DESC, score DESC
*/
CREATE OR REPLACE TEMP VIEW alerts AS
SELECT * FROM alerts.alerts;
