/*
id: SHARED_ADDRESS_CLUSTER
title:
  en: Many consignees at one address
  ru: Много получателей по одному адресу
  kk: Бір мекенжайда көп алушы
meaning:
  en: >-
    Several other consignees received goods at this very address during the last year. A business centre is one
    reason, a row of letter-box firms another. Look at who is registered there, and whether the firms share
    directors.
  ru: >-
    По этому же адресу за последний год получали товары несколько других получателей. Это может быть бизнес-центр, а
    может быть ряд фирм-«почтовых ящиков». Проверьте, кто там зарегистрирован и нет ли общих директоров.
  kk: >-
    Соңғы жылы дәл осы мекенжайда бірнеше басқа алушы тауар алған. Бұл бизнес-орталық болуы да, тек қағаздағы
    фирмалар тізбегі болуы да мүмкін. Онда кімдер тіркелгенін және ортақ директорлары бар-жоғын тексеріңіз.
sentence:
  en: "{reference} other consignees received goods at the address {declared}"
  ru: "Других получателей по адресу {declared}: {reference}"
  kk: "{declared} мекенжайындағы басқа алушылар саны: {reference}"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (front companies that share an
  address)
inputs: [today.items, past.addresses]
window_days: 365
parameters:
  least_consignees: 4
  crowd: 40
  strength_listed_goods: 1.0
  strength_other_goods: 0.4
*/
WITH placed AS (
    SELECT declaration_id, item_number, tier, consignee_key, consignee_address, address_key(consignee_address) AS address_key
    FROM today.items
    WHERE flow = 'import' AND consignee_address IS NOT NULL
),
neighbours AS (
    SELECT address_key, consignee_key FROM past.addresses
    UNION
    SELECT address_key, consignee_key FROM placed WHERE address_key IS NOT NULL AND consignee_key IS NOT NULL
),
crowds AS (
    SELECT p.declaration_id, p.address_key, p.consignee_key, count(*) AS others
    FROM (SELECT DISTINCT declaration_id, address_key, consignee_key FROM placed) AS p
    JOIN neighbours AS n ON n.address_key = p.address_key AND n.consignee_key <> p.consignee_key
    GROUP BY ALL
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    (1.0 - 0.5 * $least_consignees / c.others)
        * CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE $strength_listed_goods END AS strength,
    i.consignee_address AS declared,
    CAST(c.others AS VARCHAR) AS reference,
    'address' AS reference_id,
    {'consignees': c.others + 1, 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM placed AS i
JOIN crowds AS c USING (declaration_id, address_key, consignee_key)
-- Beyond a crowd it is a warehouse, a market or a business centre that everybody knows.
WHERE c.others BETWEEN $least_consignees AND $crowd
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
