-- A listed entity in force and, where several lists name the same party, its other listings in force; itself first.
WITH in_force AS (
    SELECT list_id, max_by(list_version, loaded_at) AS list_version FROM reference.list_versions GROUP BY list_id
),
same AS (
    SELECT $entity_id AS entity_id
    UNION
    SELECT o.entity_id
    FROM reference.entity_groups AS g
    JOIN reference.entity_groups AS o USING (group_id)
    WHERE g.entity_id = $entity_id
)
SELECT e.entity_id, e.entity_hash, e.primary_name
FROM reference.listed_entities AS e
SEMI JOIN in_force USING (list_id, list_version)
SEMI JOIN same USING (entity_id)
ORDER BY e.entity_id <> $entity_id, e.entity_id
