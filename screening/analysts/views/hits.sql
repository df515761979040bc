/*
title:
  en: Everything that rules found, with the alert it led to, if it did
  ru: Всё найденное правилами, с сигналом, если он возник
  kk: Ережелер тапқанның бәрі, дабыл шықса, дабылымен бірге
columns:
  alert_id: The alert of the declaration; null when its points stayed below the threshold
  severity: The alert's severity; null when there is none
example: FROM hits WHERE alert_id IS NULL ORDER BY strength DESC
*/
CREATE OR REPLACE TEMP VIEW hits AS
SELECT h.*, a.alert_id, a.severity
FROM screening.hits AS h
LEFT JOIN alerts.alerts AS a
    ON a.declaration_id = h.declaration_id AND a.screening_date = h.screening_date;
