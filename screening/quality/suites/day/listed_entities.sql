-- Checks on the listed entities in force. Each statement returns the rows that break it, keys first.

-- #warn has_rows: At least one sanctions list is loaded
-- ru: Загружен хотя бы один санкционный список
-- kk: Кемінде бір санкциялық тізім жүктелген
SELECT 'no listed entities' AS finding WHERE NOT EXISTS (FROM listed_entities);

-- #fail unique_entity: A listed entity occurs once
-- ru: Лицо из списка встречается один раз
-- kk: Тізімдегі тұлға бір рет кездеседі
SELECT entity_id, count(*) AS occurrences FROM listed_entities GROUP BY ALL HAVING count(*) > 1;

-- #fail one_version: One version of each list is in force
-- ru: У каждого списка действует одна версия
-- kk: Әр тізімнің бір нұсқасы күшінде
SELECT list_id, count(DISTINCT list_version) AS versions FROM listed_entities GROUP BY ALL
HAVING count(DISTINCT list_version) > 1;

-- #fail has_name: Every listed entity has a name
-- ru: У каждого лица из списка есть имя
-- kk: Тізімдегі әр тұлғаның атауы бар
SELECT entity_id FROM listed_entities WHERE trim(primary_name) = '';

-- #fail known_type: The type of a listed entity is one of the known ones
-- ru: Вид лица из списка — один из известных
-- kk: Тізімдегі тұлғаның түрі — белгілі түрлердің бірі
SELECT entity_id, entity_type FROM listed_entities
WHERE entity_type NOT IN ('person', 'organisation', 'vessel', 'aircraft', 'unknown');

-- #warn type_mostly_known: The type is known for at least nine in ten entities of a list
-- ru: Вид известен не меньше чем у девяти из десяти лиц списка
-- kk: Тізімдегі он тұлғаның кемінде тоғызының түрі белгілі
SELECT list_id, format('{:.1f} % of unknown type', 100 * avg(CAST(entity_type = 'unknown' AS INTEGER))) AS finding
FROM listed_entities GROUP BY list_id
HAVING avg(CAST(entity_type = 'unknown' AS INTEGER)) > 0.1;
