-- Suppressions that hold or wait, or all.
SELECT
    suppression_id, state, state_reason, party_name, party_country_code, party_tax_id, entity_id, entity_name,
    reason_code, comment, expires_on, proposed_by, decided_by, alert_id
FROM review.suppressions
WHERE $everything OR state IN ('proposed', 'in_force', 'lapsed')
ORDER BY proposed_at
