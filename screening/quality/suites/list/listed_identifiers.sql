-- Checks on the identifiers of new list versions. Each statement returns the rows that break it, keys first.

-- #fail belongs_to_entity: An identifier belongs to a listed entity
-- ru: Номер относится к лицу из списка
-- kk: Нөмір тізімдегі тұлғаға жатады
SELECT list_id, list_version, entity_id, identifier_kind
FROM listed_identifiers ANTI JOIN listed_entities USING (list_id, list_version, entity_id);

-- #fail has_value: An identifier has a value
-- ru: У номера есть значение
-- kk: Нөмірдің мәні бар
SELECT list_id, list_version, entity_id, identifier_kind FROM listed_identifiers WHERE trim(value) = '';

-- #fail imo_form: IMO numbers have seven digits
-- ru: В номерах ИМО семь цифр
-- kk: ИМО нөмірлері жеті цифрдан тұрады
SELECT list_id, list_version, entity_id FROM listed_identifiers
WHERE identifier_kind = 'imo' AND NOT regexp_full_match(value, '\d{7}');

-- #warn shared_by_few: No identifier is carried by more than twenty entities of a list
-- ru: Ни один номер не принадлежит больше чем двадцати лицам списка
-- kk: Ешбір нөмір тізімдегі жиырмадан көп тұлғаға тиесілі емес
SELECT list_id, list_version, identifier_kind, count(DISTINCT entity_id) AS entities
FROM listed_identifiers GROUP BY list_id, list_version, identifier_kind, value HAVING count(DISTINCT entity_id) > 20;
