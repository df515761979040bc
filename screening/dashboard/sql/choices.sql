-- What the filters of the queue can be set to: kind, value, how many alerts.
SELECT 'office' AS kind, office_code AS value, count(*) AS count FROM memory.main.alert_index GROUP BY ALL
UNION ALL
SELECT 'rule', rule_id, count(*) FROM (SELECT unnest(rule_ids) AS rule_id FROM memory.main.alert_index) GROUP BY ALL
UNION ALL
SELECT 'list', list_id, count(*) FROM (SELECT unnest(reference_lists) AS list_id FROM memory.main.alert_index) GROUP BY ALL
UNION ALL
SELECT 'corridor', corridor, count(*) FROM memory.main.alert_index GROUP BY ALL
ORDER BY kind, count DESC, value
