-- Suppressions of a party against an entity that hold or wait.
SELECT suppression_id
FROM review.suppressions
WHERE party_id = $party_id AND list_contains(entity_ids, $entity_id) AND state IN ('proposed', 'in_force')
ORDER BY suppression_id
