-- Alerts of the last so many screened days by rule, office, heading of the goods and list: kind, value, count, most
-- frequent first, at most twelve of each. A declaration counts once for each value.
WITH days AS (
    SELECT DISTINCT screening_date FROM alerts.daily_summary ORDER BY screening_date DESC LIMIT $days
),
recent AS (
    SELECT alert_id, office_code, rule_ids, reference_lists, headings
    FROM memory.main.alert_index
    SEMI JOIN days USING (screening_date)
),
counted AS (
    SELECT 'rule' AS kind, value, count(*) AS count FROM (SELECT unnest(rule_ids) AS value FROM recent) GROUP BY ALL
    UNION ALL
    SELECT 'office', office_code, count(*) FROM recent GROUP BY ALL
    UNION ALL
    SELECT 'heading', value, count(*) FROM (SELECT unnest(headings) AS value FROM recent) GROUP BY ALL
    UNION ALL
    SELECT 'list', value, count(*) FROM (SELECT unnest(reference_lists) AS value FROM recent) GROUP BY ALL
)
SELECT kind, value, count
FROM counted
QUALIFY row_number() OVER (PARTITION BY kind ORDER BY count DESC, value) <= 12
ORDER BY kind, count DESC, value
