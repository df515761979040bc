/*
title:
  en: Alerts of the day that was screened last, most points first
  ru: Сигналы последнего проверенного дня, сначала с наибольшими баллами
  kk: Соңғы тексерілген күннің дабылдары, ұпайы көбі бірінші
example: SELECT severity, score, consignee_name, headline FROM alerts_today
*/
CREATE OR REPLACE TEMP VIEW alerts_today AS
SELECT *
FROM alerts.alerts
WHERE screening_date = (
    SELECT max(screening_date) FROM screening.runs WHERE kind = 'day' AND status = 'published'
)
ORDER BY score DESC, alert_id;
