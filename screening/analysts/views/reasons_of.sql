/*
title:
  en: The reasons of one alert, most points first
  ru: Причины одного сигнала, сначала с наибольшими баллами
  kk: Бір дабылдың себептері, ұпайы көбі бірінші
call: reasons_of(alert)
example: FROM reasons_of('20251212-3F67887A92')
*/
CREATE OR REPLACE TEMP MACRO reasons_of(alert) AS TABLE
SELECT *
FROM alerts.alert_reasons
WHERE alert_id = alert
ORDER BY reason_number;
