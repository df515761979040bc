-- Suppressions in one state, or all; those that wait first, then by expiry.
SELECT *
FROM review.suppressions
WHERE $state = '' OR state = $state
ORDER BY state <> 'proposed', state <> 'in_force', expires_on, suppression_id
LIMIT 500
