-- The entries of sanctions lists that an alert rests on, as its list versions had them, with everything that helps to
-- tell the listed party from another one.
WITH wanted AS (
    SELECT unnest($entity_ids) AS entity_id, unnest($list_versions) AS list_version
),
entities AS (
    SELECT e.* FROM reference.listed_entities AS e SEMI JOIN wanted USING (entity_id, list_version)
),
names AS (
    SELECT entity_id, list_version, list(name ORDER BY name_id) AS names
    FROM reference.listed_names
    SEMI JOIN wanted USING (entity_id, list_version)
    GROUP BY ALL
),
identifiers AS (
    SELECT entity_id, list_version, list({'kind': identifier_kind, 'value': published_value} ORDER BY identifier_kind) AS identifiers
    FROM reference.listed_identifiers
    SEMI JOIN wanted USING (entity_id, list_version)
    GROUP BY ALL
),
addresses AS (
    SELECT entity_id, list_version, list(full_address ORDER BY address_number) AS addresses
    FROM reference.listed_addresses
    SEMI JOIN wanted USING (entity_id, list_version)
    GROUP BY ALL
)
SELECT
    e.*,
    v.list_name,
    v.published_date,
    v.source_files,
    coalesce(n.names, []) AS names,
    coalesce(i.identifiers, []) AS identifiers,
    coalesce(a.addresses, []) AS addresses
FROM entities AS e
JOIN reference.list_versions AS v USING (list_id, list_version)
LEFT JOIN names AS n USING (entity_id, list_version)
LEFT JOIN identifiers AS i USING (entity_id, list_version)
LEFT JOIN addresses AS a USING (entity_id, list_version)
