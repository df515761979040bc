-- Dispositions by rule.
FROM review.rule_precision ORDER BY alert_count DESC, rule_id
