-- One alert with its state of review, by when it should be decided, and the hash of what it rests on.
SELECT i.* EXCLUDE (words, first_reason), review.content_hash(i.severity, c.reason_keys) AS content_hash
FROM memory.main.alert_index AS i,
    (
        SELECT list(reason_key ORDER BY reason_key) AS reason_keys
        FROM (
            SELECT
                review.reason_key(rule_id, item_number, subject, reference_list, reference_id, declared, reference)
                    AS reason_key
            FROM alerts.alert_reasons
            WHERE alert_id = $alert_id
        )
    ) AS c
WHERE i.alert_id = $alert_id
