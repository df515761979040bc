-- Points of every hit, and the reasons of every declaration whose points reach the threshold.
-- Reads rule_hits and weights; see policy.yml for the formula.
WITH ranked AS (
    SELECT
        h.*,
        w.weight,
        row_number() OVER (
            PARTITION BY h.declaration_id, w.family
            ORDER BY
                w.weight * h.strength DESC,
                h.strength DESC, h.rule_id, h.item_number NULLS FIRST, h.subject, h.reference_list, h.reference_id
        ) - 1 AS stronger_hits
    FROM rule_hits AS h
    JOIN weights AS w USING (rule_id)
),
scored AS (
    SELECT *, round(weight * strength * power($repeat_factor, stronger_hits), 2) AS points
    FROM ranked
),
alerted AS (
    SELECT declaration_id
    FROM scored
    GROUP BY declaration_id
    -- Rounded as the score is: 0.1 + 0.7 must not miss 0.8 by the last binary digit.
    HAVING round(sum(points), 2) >= $alert_threshold
)
SELECT
    format('{}-{}', strftime($screening_date, '%Y%m%d'), upper(left(sha256(declaration_id), 10))) AS alert_id,
    $screening_date AS screening_date,
    row_number() OVER (
        PARTITION BY declaration_id
        ORDER BY points DESC, rule_id, item_number NULLS FIRST, subject, reference_list, reference_id
    ) AS reason_number,
    scored.* EXCLUDE (stronger_hits),
    date_diff('day', v.published_date, $screening_date) AS list_age_days,
    false AS is_look_back
FROM scored
SEMI JOIN alerted USING (declaration_id)
LEFT JOIN list_versions AS v
    ON v.list_id = scored.reference_list AND v.list_version = scored.reference_version
ORDER BY alert_id, reason_number
