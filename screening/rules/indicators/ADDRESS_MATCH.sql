/*
id: ADDRESS_MATCH
title:
  en: Address of a listed party
  ru: Адрес лица из списка
  kk: Тізімдегі тұлғаның мекенжайы
meaning:
  en: >-
    A party gives the address of a listed one, under the same name or another. Listed parties go on under new names
    where they were; some lists name addresses alone. A business centre has many tenants: compare floor, director
    and telephone.
  ru: >-
    Лицо указывает адрес лица из списка, под тем же именем или под другим. Лица из списков продолжают работу под
    новым именем на прежнем месте; некоторые списки называют одни адреса. В бизнес-центре много арендаторов:
    сравните этаж, директора, телефон.
  kk: >-
    Тұлға тізімдегі тұлғаның мекенжайын көрсетеді, атауы сол немесе басқа. Тізімдегі тұлғалар бұрынғы орнында жаңа
    атаумен жұмысын жалғастырады; кей тізімдер тек мекенжайды атайды. Бизнес-орталықта жалға алушылар көп: қабатын,
    директорын, телефонын салыстырыңыз.
sentence:
  en: "Address of the {subject}, «{declared}», is that of {reference} ({reference_id})"
  ru: "Адрес, {subject}: «{declared}» — адрес лица из списка: {reference} ({reference_id})"
  kk: "Мекенжай, {subject}: «{declared}» — тізімдегі тұлғаның мекенжайы: {reference} ({reference_id})"
source: >-
  BIS, Entity List entries that are addresses only (89 FR 48301, 12 June 2024)
inputs: [today.items, reference.list_versions, reference.listed_addresses, reference.listed_entities]
window_days: 1
parameters:
  least_words: 2
  least_share: 0.7
  most_common: 200
*/
WITH in_force AS (
    SELECT list_id, list_version FROM reference.list_versions
    QUALIFY row_number() OVER (PARTITION BY list_id ORDER BY loaded_at DESC, list_version) = 1
),
listed AS (
    SELECT
        list_id, list_version, entity_id, full_address, country_code,
        list_filter(latin_words(full_address), lambda word: NOT regexp_matches(word, '[0-9]') AND length(word) >= 3) AS words,
        -- A number of five or more digits is a postal code, which one side or the other leaves out.
        list_filter(latin_words(full_address), lambda word: regexp_matches(word, '^[0-9]{1,4}[A-Z]?$')) AS numbers
    FROM reference.listed_addresses
    SEMI JOIN in_force USING (list_id, list_version)
    WHERE full_address IS NOT NULL
),
places AS (
    SELECT * FROM listed WHERE len(words) >= $least_words AND len(numbers) >= 1
),
addresses AS (
    SELECT declaration_id, item_number, 'consignor' AS subject, consignor_address AS address, consignor_country_code AS country
    FROM today.items
    UNION ALL
    SELECT declaration_id, item_number, 'consignee', consignee_address, consignee_country_code FROM today.items
    UNION ALL
    SELECT declaration_id, item_number, 'declarant', declarant_address, declarant_country_code FROM today.items
    UNION ALL
    SELECT declaration_id, item_number, 'responsible', responsible_address, responsible_country_code FROM today.items
),
declared AS (
    SELECT
        address, country,
        list_filter(latin_words(address), lambda word: NOT regexp_matches(word, '[0-9]') AND length(word) >= 3) AS words,
        list_filter(latin_words(address), lambda word: regexp_matches(word, '[0-9]')) AS numbers
    FROM (SELECT DISTINCT address, country FROM addresses WHERE address IS NOT NULL)
),
listed_words AS (
    SELECT * FROM (SELECT list_id, entity_id, full_address, unnest(words) AS word FROM places)
    -- Names of towns stand in thousands of addresses, and lead nowhere.
    QUALIFY count(*) OVER (PARTITION BY word) <= $most_common
),
candidates AS (
    SELECT DISTINCT d.address, d.country, l.list_id, l.entity_id, l.full_address
    FROM (SELECT address, country, unnest(words) AS word FROM declared) AS d
    JOIN listed_words AS l USING (word)
),
matched AS (
    SELECT
        c.address, c.country, p.list_id, p.list_version, p.entity_id, p.full_address,
        len(list_intersect(d.words, p.words)) / greatest(len(d.words), len(p.words)) AS share
    FROM candidates AS c
    JOIN declared AS d ON d.address = c.address AND d.country IS NOT DISTINCT FROM c.country
    JOIN places AS p ON p.list_id = c.list_id AND p.entity_id = c.entity_id AND p.full_address = c.full_address
    WHERE list_has_all(d.numbers, p.numbers)
      AND len(list_intersect(d.words, p.words)) >= $least_words
      AND len(list_intersect(d.words, p.words)) >= $least_share * len(p.words)
      AND coalesce(d.country = p.country_code, true)
)
SELECT
    a.declaration_id,
    a.item_number,
    a.subject,
    0.5 + 0.5 * m.share AS strength,
    a.address AS declared,
    format('{}, {}', e.primary_name, m.full_address) AS reference,
    m.entity_id AS reference_id,
    m.list_id AS reference_list,
    m.list_version AS reference_version,
    {'share_of_words': round(m.share, 2)} AS detail
FROM addresses AS a
JOIN matched AS m ON m.address = a.address AND m.country IS NOT DISTINCT FROM a.country
JOIN reference.listed_entities AS e
  ON e.list_id = m.list_id AND e.list_version = m.list_version AND e.entity_id = m.entity_id
-- One reason for a declaration and role: the listing whose address is most alike.
QUALIFY row_number() OVER (
    PARTITION BY a.declaration_id, a.subject ORDER BY m.share DESC, m.entity_id, a.item_number, m.full_address
) = 1
