-- Every published alert with its state of review, its first reason, the lists of its reasons and the codes of its
-- goods. Reads due_defaults (screening_date, severity, due_at), which is handed in.
CREATE OR REPLACE TABLE memory.main.alert_index AS
WITH listed AS (
    SELECT alert_id, list(DISTINCT reference_list) AS reference_lists FROM alerts.alert_reasons GROUP BY alert_id
),
first_reasons AS (
    SELECT r.alert_id, r AS first_reason
    FROM (
        SELECT
            alert_id, rule_id, subject, strength, declared, reference, reference_id, reference_list, reference_version
        FROM alerts.alert_reasons
        WHERE reason_number = 1
    ) AS r
),
goods AS (
    SELECT declaration_id, list(DISTINCT hs_code) AS hs_codes, list(DISTINCT left(hs_code, 4)) AS headings
    FROM intake.declarations
    SEMI JOIN alerts.alerts USING (declaration_id)
    GROUP BY declaration_id
)
SELECT
    q.*,
    f.first_reason,
    -- By when it should be decided: as assigned, else as the policy says of its day.
    d.due_at AS due_default,
    coalesce(q.due_at, d.due_at) AS due_by,
    coalesce(l.reference_lists, []) AS reference_lists,
    coalesce(g.hs_codes, []) AS hs_codes,
    coalesce(g.headings, []) AS headings,
    -- What the search looks through.
    lower(concat_ws(' ', alert_id, declaration_id, consignor_name, consignee_name, consignee_tax_id, headline)) AS words,
    CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END AS rank
FROM review.queue AS q
LEFT JOIN listed AS l USING (alert_id)
LEFT JOIN first_reasons AS f USING (alert_id)
LEFT JOIN due_defaults AS d USING (screening_date, severity)
LEFT JOIN goods AS g USING (declaration_id)
