/*
title:
  en: Every reason of every alert, beside the alert's severity, score and consignee
  ru: Все причины всех сигналов, рядом с уровнем, баллами и получателем
  kk: Барлық дабылдардың барлық себептері, деңгейі, ұпайы және алушысымен бірге
example: SELECT points, rule_id, explanation FROM reasons WHERE severity = 'critical' ORDER BY alert_id, reason_number
*/
CREATE OR REPLACE TEMP VIEW reasons AS
SELECT
    r.*,
    a.severity,
    a.score,
    a.status,
    a.office_code,
    a.corridor,
    a.consignee_name,
    a.consignee_tax_id
FROM alerts.alert_reasons AS r
JOIN alerts.alerts AS a USING (alert_id);
