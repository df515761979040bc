-- Checks on the addresses of new list versions. Each statement returns the rows that break it, keys first.

-- #fail belongs_to_entity: An address belongs to a listed entity
-- ru: Адрес относится к лицу из списка
-- kk: Мекенжай тізімдегі тұлғаға жатады
SELECT list_id, list_version, entity_id, address_number
FROM listed_addresses ANTI JOIN listed_entities USING (list_id, list_version, entity_id);

-- #fail country_is_code: The country of an address is an ISO 3166-1 code of two letters
-- ru: Страна адреса — код ISO 3166-1 из двух букв
-- kk: Мекенжайдың елі — екі әріпті ISO 3166-1 коды
SELECT list_id, list_version, entity_id, address_number FROM listed_addresses
WHERE NOT regexp_full_match(country_code, '[A-Z]{2}');

-- #warn country_mostly_known: At least nine in ten addresses that name a country have its code
-- ru: Не меньше чем у девяти из десяти адресов, где названа страна, есть её код
-- kk: Елі аталған он мекенжайдың кемінде тоғызында оның коды бар
SELECT list_id, list_version, count(*) FILTER (country_code IS NULL) AS without_code FROM listed_addresses
WHERE country_name IS NOT NULL OR country_code IS NOT NULL
GROUP BY ALL HAVING avg(CAST(country_code IS NULL AS INTEGER)) > 0.1;
