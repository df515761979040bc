-- Alerts of any day that look backs found between the run of the day before ($since, may be null) and this one ($until).
SELECT a.*
FROM alerts.alerts AS a
JOIN screening.runs AS r USING (run_id)
WHERE r.kind = 'look_back'
  AND ($since IS NULL OR r.finished_at > $since)
  AND r.finished_at <= $until
  AND a.is_look_back
  AND a.status = 'open'
ORDER BY a.score DESC, a.alert_id
