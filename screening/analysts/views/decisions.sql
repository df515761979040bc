/*
title:
  en: Alerts about which officers decided, with the decision that stands, who made it and how long it took
  ru: Сигналы, по которым принято решение, с действующим решением, автором и затраченным временем
  kk: Шешім қабылданған дабылдар, күшіндегі шешімі, авторы және кеткен уақытымен
columns:
  hours: From the publication of the alert's run to the decision, in hours
example: FROM decisions ORDER BY decided_at DESC
*/
CREATE OR REPLACE TEMP VIEW decisions AS
SELECT
    q.alert_id, q.screening_date, q.declaration_id, q.severity, q.score, q.rule_ids, q.consignee_name,
    q.review_status, q.disposition, q.decided_by, q.decided_at, q.is_changed,
    date_diff('minute', r.finished_at, q.decided_at) / 60 AS hours
FROM review.queue AS q
LEFT JOIN screening.runs AS r USING (run_id)
WHERE q.disposition IS NOT NULL;
