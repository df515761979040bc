-- Checks on the day's goods items. Each statement returns the rows that break it, keys first.

-- #warn has_rows: The day has goods items
-- ru: За день есть товары
-- kk: Сол күні тауарлар бар
SELECT 'no goods items' AS finding WHERE NOT EXISTS (FROM declarations);

-- #fail unique_item: An item of a declaration occurs once
-- ru: Товар декларации встречается один раз
-- kk: Декларация тауары бір рет кездеседі
SELECT declaration_id, item_number, count(*) AS occurrences
FROM declarations GROUP BY ALL HAVING count(*) > 1;

-- #fail one_day: All items are registered on one day
-- ru: Все товары зарегистрированы в один день
-- kk: Барлық тауар бір күні тіркелген
SELECT min(declaration_id) AS declaration_id, registration_date FROM declarations
GROUP BY registration_date
QUALIFY count(*) OVER () > 1;

-- #fail hs_code_form: Goods codes have 6, 8 or 10 digits
-- ru: В кодах товаров 6, 8 или 10 цифр
-- kk: Тауар кодтары 6, 8 немесе 10 цифрдан тұрады
SELECT declaration_id, item_number, hs_code FROM declarations
WHERE NOT regexp_matches(hs_code, '^([0-9]{6}|[0-9]{8}|[0-9]{10})$');

-- #fail known_flow: The flow is import, export or transit
-- ru: Направление — ввоз, вывоз или транзит
-- kk: Бағыт — әкелу, әкету немесе транзит
SELECT declaration_id, item_number, flow FROM declarations WHERE flow NOT IN ('import', 'export', 'transit');

-- #fail amounts_not_negative: Masses, quantities and values are not negative
-- ru: Массы, количества и стоимости не отрицательны
-- kk: Салмақ, мөлшер және құн теріс емес
SELECT declaration_id, item_number FROM declarations
WHERE least(gross_mass_kg, net_mass_kg, quantity, invoice_value, statistical_value) < 0;

-- #fail lineage: Every item names the file and row it came from
-- ru: У каждого товара указаны файл и строка, откуда он взят
-- kk: Әр тауардың қай файлдан және қай жолдан алынғаны көрсетілген
SELECT declaration_id, item_number FROM declarations
WHERE NOT regexp_matches(file_id, '^[0-9a-f]{64}$') OR row_number < 1;

-- #warn net_not_above_gross: The net mass is not above the gross mass
-- ru: Вес нетто не больше веса брутто
-- kk: Нетто салмағы брутто салмағынан аспайды
SELECT declaration_id, item_number, net_mass_kg, gross_mass_kg FROM declarations WHERE net_mass_kg > gross_mass_kg;

-- #warn has_consignee: Imports name a consignee
-- ru: При ввозе указан получатель
-- kk: Әкелу кезінде алушы көрсетілген
SELECT declaration_id, item_number FROM declarations WHERE flow = 'import' AND consignee_name IS NULL;

-- #warn countries_mostly_known: Origin is filled for at least 95 % of the items
-- ru: Страна происхождения указана не меньше чем у 95 % товаров
-- kk: Шығарылған ел тауарлардың кемінде 95 %-ында көрсетілген
SELECT format('{:.1f} % without origin', 100 * avg(CAST(origin_country_code IS NULL AS INTEGER))) AS finding
FROM declarations
HAVING avg(CAST(origin_country_code IS NULL AS INTEGER)) > 0.05;
