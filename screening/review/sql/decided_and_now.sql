-- What an alert rested on when it was decided, and what it rests on now.
SELECT
    d.payload ->> '$.content_hash' AS content_then,
    c.content_hash AS content_now,
    d.payload -> '$.reason_keys' AS keys_then,
    c.reason_keys AS keys_now,
    d.payload ->> '$.severity' AS severity_then,
    a.severity AS severity_now
FROM review.alert_states AS s
JOIN review.events AS d ON d.event_number = s.decision_event
LEFT JOIN review.alert_contents AS c ON c.alert_id = s.alert_id
LEFT JOIN alerts.alerts AS a ON a.alert_id = s.alert_id
WHERE s.alert_id = $alert_id
