-- Checks on the day's hits. Each statement returns the rows that break it, keys first.

-- #fail unique_hit: A rule finds the same thing once
-- ru: Правило находит одно и то же один раз
-- kk: Ереже бір нәрсені бір рет табады
SELECT declaration_id, item_number, rule_id, subject, reference_list, reference_id, count(*) AS occurrences
FROM hits GROUP BY ALL HAVING count(*) > 1;

-- #fail strength_in_range: Strength lies between 0 and 1
-- ru: Сила лежит между 0 и 1
-- kk: Күші 0 мен 1 аралығында
SELECT declaration_id, item_number, rule_id, strength FROM hits WHERE strength NOT BETWEEN 0 AND 1 OR isnan(strength);

-- #fail declared_item: A hit belongs to an item that was declared
-- ru: Совпадение относится к заявленному товару
-- kk: Сәйкестік мәлімделген тауарға жатады
SELECT h.declaration_id, h.item_number, h.rule_id
FROM hits AS h ANTI JOIN declarations AS d USING (declaration_id, item_number)
WHERE h.item_number IS NOT NULL
UNION ALL
SELECT h.declaration_id, h.item_number, h.rule_id
FROM hits AS h ANTI JOIN declarations AS d USING (declaration_id)
WHERE h.item_number IS NULL;

-- #fail is_explained: A hit names what was declared and what it was held against
-- ru: В совпадении названо, что заявлено и с чем сверено
-- kk: Сәйкестікте не мәлімделгені және немен салыстырылғаны аталған
SELECT declaration_id, item_number, rule_id FROM hits
WHERE trim(declared) = '' OR trim(reference) = '' OR trim(reference_id) = '' OR trim(reference_version) = '';

-- #fail listed_reference: A hit on a sanctions list names an entity in force
-- ru: Совпадение с санкционным списком называет действующую запись
-- kk: Санкциялық тізіммен сәйкестік күшіндегі жазбаны атайды
SELECT h.declaration_id, h.rule_id, h.reference_list
FROM hits AS h
SEMI JOIN (SELECT DISTINCT list_id FROM listed_entities) AS l ON l.list_id = h.reference_list
ANTI JOIN listed_entities AS e ON e.entity_id = h.reference_id AND e.list_version = h.reference_version;

-- #fail detail_is_json: The detail of a hit is JSON
-- ru: Подробности совпадения записаны в JSON
-- kk: Сәйкестіктің егжей-тегжейі JSON түрінде жазылған
SELECT declaration_id, item_number, rule_id FROM hits WHERE NOT json_valid(detail);

-- #warn one_rule_does_not_swamp: No rule hits more than half of the declarations
-- ru: Ни одно правило не срабатывает больше чем на половине деклараций
-- kk: Ешбір ереже декларациялардың жартысынан көбінде іске қосылмайды
SELECT rule_id, count(DISTINCT declaration_id) AS declarations
FROM hits GROUP BY rule_id
HAVING count(DISTINCT declaration_id) > 0.5 * (SELECT greatest(count(DISTINCT declaration_id), 20) FROM declarations);
