-- The listed names of $list_versions (`LIST VERSION`), with what the matcher takes as evidence beside them.
SELECT n.entity_id, n.name, n.name_kind, e.entity_type, e.country_codes
FROM reference.listed_names AS n
LEFT JOIN reference.listed_entities AS e USING (list_id, list_version, entity_id)
WHERE list_contains($list_versions, concat(n.list_id, ' ', n.list_version))
ORDER BY n.name_id
