-- Checks on the entities of new list versions. Each statement returns the rows that break it, keys first.

-- #fail has_rows: A version lists at least one entity
-- ru: В версии есть хотя бы одно лицо
-- kk: Нұсқада кемінде бір тұлға бар
SELECT 'no listed entities' AS finding WHERE NOT EXISTS (FROM listed_entities);

-- #fail unique_entity: An entity occurs once in a version
-- ru: Лицо встречается в версии один раз
-- kk: Тұлға нұсқада бір рет кездеседі
SELECT list_id, list_version, entity_id, count(*) AS occurrences
FROM listed_entities GROUP BY ALL HAVING count(*) > 1;

-- #fail has_name: Every entity has a name
-- ru: У каждого лица есть имя
-- kk: Әр тұлғаның атауы бар
SELECT list_id, list_version, entity_id FROM listed_entities WHERE trim(primary_name) = '';

-- #fail known_type: The type of an entity is one of the known ones
-- ru: Вид лица — один из известных
-- kk: Тұлғаның түрі — белгілі түрлердің бірі
SELECT list_id, list_version, entity_id, entity_type FROM listed_entities
WHERE entity_type NOT IN ('person', 'organisation', 'vessel', 'aircraft', 'unknown');

-- #fail readable_name: Names hold letters that were decoded rightly
-- ru: Буквы имён раскодированы верно
-- kk: Атаулардың әріптері дұрыс оқылған
SELECT list_id, list_version, entity_id FROM listed_entities WHERE contains(primary_name, chr(65533));

-- #fail countries_are_codes: Countries of entities are ISO 3166-1 codes of two letters
-- ru: Страны лиц — коды ISO 3166-1 из двух букв
-- kk: Тұлғалардың елдері — екі әріпті ISO 3166-1 кодтары
SELECT list_id, list_version, entity_id FROM listed_entities
WHERE list_bool_or([NOT regexp_full_match(code, '[A-Z]{2}') FOR code IN country_codes]);

-- #fail listed_before_tomorrow: No entity was listed later than the day after tomorrow
-- ru: Ни одно лицо не внесено позже чем послезавтра
-- kk: Ешбір тұлға бүрсігүннен кеш енгізілмеген
SELECT list_id, list_version, entity_id, listed_date FROM listed_entities
WHERE listed_date > today() + 2;

-- #warn type_mostly_known: The type is known for at least nine in ten entities, where a list states types at all
-- ru: Вид известен не меньше чем у девяти из десяти лиц, если список вообще указывает виды
-- kk: Тізім түрлерді көрсетсе, он тұлғаның кемінде тоғызының түрі белгілі
SELECT list_id, list_version,
    format('{:.1f} % of unknown type', 100 * avg(CAST(entity_type = 'unknown' AS INTEGER))) AS finding
FROM listed_entities GROUP BY ALL
HAVING avg(CAST(entity_type = 'unknown' AS INTEGER)) BETWEEN 0.1 AND 0.999;
