/*
title:
  en: Alerts of a day, most points first
  ru: Сигналы за день, сначала с наибольшими баллами
  kk: Бір күннің дабылдары, ұпайы көбі бірінші
call: alerts_of(day)
example: FROM alerts_of('2025-12-12')
*/
CREATE OR REPLACE TEMP MACRO alerts_of(day) AS TABLE
SELECT *
FROM alerts.alerts
WHERE screening_date = CAST(day AS DATE)
ORDER BY score DESC, alert_id;
