-- Checks on the listed entities in force. Each statement returns the rows that break it, keys first.

-- #warn has_rows: At least one sanctions list is loaded
SELECT 'no listed entities' AS finding WHERE NOT EXISTS (FROM listed_entities);

-- #fail unique_entity: A listed entity occurs once
SELECT entity_id, count(*) AS occurrences FROM listed_entities GROUP BY ALL HAVING count(*) > 1;

-- #fail one_version: One version of each list is in force
SELECT list_id, count(DISTINCT list_version) AS versions FROM listed_entities GROUP BY ALL
HAVING count(DISTINCT list_version) > 1;

-- #fail has_name: Every listed entity has a name
SELECT entity_id FROM listed_entities WHERE trim(primary_name) = '';

-- #fail known_type: The type of a listed entity is one of the known ones
SELECT entity_id, entity_type FROM listed_entities
WHERE entity_type NOT IN ('person', 'organisation', 'vessel', 'aircraft', 'unknown');

-- #warn type_mostly_known: The type is known for at least nine in ten entities of a list
SELECT list_id, format('{:.1f} % of unknown type', 100 * avg(CAST(entity_type = 'unknown' AS INTEGER))) AS finding
FROM listed_entities GROUP BY list_id
HAVING avg(CAST(entity_type = 'unknown' AS INTEGER)) > 0.1;
