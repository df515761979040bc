/*
title:
  en: Alerts that came, went or changed since a run was published
  ru: Сигналы, появившиеся, исчезнувшие или изменившиеся после прогона
  kk: Іске қосудан бері пайда болған, жойылған немесе өзгерген дабылдар
call: alerts_changed_since(run)
columns:
  change: new, gone or changed
  score_before: Points when the run was published
  score_now: Points now
  severity_before: Severity when the run was published
  severity_now: Severity now
  status_before: Status when the run was published
  status_now: Status now
needs_lake: true
example: FROM alerts_changed_since('2025-12-12-ec0ee9329396')
*/
CREATE OR REPLACE TEMP MACRO alerts_changed_since(run) AS TABLE
SELECT
    CASE WHEN b.alert_id IS NULL THEN 'new' WHEN n.alert_id IS NULL THEN 'gone' ELSE 'changed' END AS change,
    alert_id,
    coalesce(n.screening_date, b.screening_date) AS screening_date,
    coalesce(n.declaration_id, b.declaration_id) AS declaration_id,
    b.score AS score_before, n.score AS score_now,
    b.severity AS severity_before, n.severity AS severity_now,
    b.status AS status_before, n.status AS status_now
FROM query(concat('FROM alerts.alerts AT (VERSION => ', snapshot_of(run), ')')) AS b
FULL JOIN alerts.alerts AS n USING (alert_id)
WHERE (b.score, b.severity, b.status, b.rule_ids) IS DISTINCT FROM (n.score, n.severity, n.status, n.rule_ids)
ORDER BY screening_date, alert_id;
