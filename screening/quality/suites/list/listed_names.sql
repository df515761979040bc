-- Checks on the names of new list versions. Each statement returns the rows that break it, keys first.

-- #fail unique_name: A name occurs once in an entity
-- ru: Имя встречается у лица один раз
-- kk: Атау тұлғада бір рет кездеседі
SELECT list_id, list_version, name_id, count(*) AS occurrences FROM listed_names GROUP BY ALL HAVING count(*) > 1;

-- #fail belongs_to_entity: A name belongs to a listed entity
-- ru: Имя относится к лицу из списка
-- kk: Атау тізімдегі тұлғаға жатады
SELECT list_id, list_version, name_id FROM listed_names ANTI JOIN listed_entities USING (list_id, list_version, entity_id);

-- #fail one_primary_name: Every entity has one primary name
-- ru: У каждого лица одно основное имя
-- kk: Әр тұлғаның бір негізгі атауы бар
SELECT e.list_id, e.list_version, e.entity_id, count(n.name_id) AS primary_names
FROM listed_entities AS e
LEFT JOIN listed_names AS n
    ON n.list_id = e.list_id AND n.list_version = e.list_version AND n.entity_id = e.entity_id AND n.name_kind = 'primary'
GROUP BY ALL HAVING count(n.name_id) <> 1;

-- #fail known_kind: The kind of a name is one of the known ones
-- ru: Вид имени — один из известных
-- kk: Атаудың түрі — белгілі түрлердің бірі
SELECT list_id, list_version, name_id, name_kind FROM listed_names
WHERE name_kind NOT IN ('primary', 'alias', 'former', 'weak');

-- #warn name_of_bearable_length: Names are shorter than 400 characters
-- ru: Имена короче 400 знаков
-- kk: Атаулар 400 таңбадан қысқа
SELECT list_id, list_version, name_id, length(name) AS characters FROM listed_names WHERE length(name) >= 400;
