/*
title:
  en: Entities on the versions in force, each with all its names
  ru: Лица из действующих списков со всеми именами
  kk: Күшіндегі тізімдердегі тұлғалар барлық атауларымен
columns:
  names: All names on this list, primary one first
example: SELECT entity_id, names, programmes FROM listed WHERE list_contains(country_codes, 'AE')
*/
CREATE OR REPLACE TEMP VIEW listed AS
WITH in_force AS (
    SELECT list_id, max_by(list_version, loaded_at) AS list_version
    FROM reference.list_versions
    GROUP BY list_id
),
named AS (
    SELECT list_id, list_version, entity_id, list(name ORDER BY name_kind <> 'primary', name_id) AS names
    FROM reference.listed_names
    SEMI JOIN in_force USING (list_id, list_version)
    GROUP BY ALL
)
SELECT e.*, named.names
FROM reference.listed_entities AS e
SEMI JOIN in_force USING (list_id, list_version)
LEFT JOIN named USING (list_id, list_version, entity_id);
