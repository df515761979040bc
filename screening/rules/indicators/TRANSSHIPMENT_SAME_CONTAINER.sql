/*
id: TRANSSHIPMENT_SAME_CONTAINER
title:
  en: A container that was here under other papers
  ru: Контейнер уже проходил по другим документам
  kk: Басқа құжаттармен өткен контейнер
meaning:
  en: >-
    The same container number was declared within the last month by another consignee, and now goes on abroad, or
    arrives again for somebody else. Containers are used again, but hold the seals and masses of both against each
    other.
  ru: >-
    Тот же номер контейнера за последний месяц был заявлен другим получателем, а теперь следует за границу или
    прибывает для иного лица. Контейнеры используют повторно, но сверьте пломбы и массы по обеим декларациям.
  kk: >-
    Дәл сол контейнер нөмірін соңғы айда басқа алушы мәлімдеген, енді ол шетелге кетіп барады немесе басқа біреуге
    келіп отыр. Контейнерлер қайта қолданылады, бірақ екі декларацияның пломбалары мен салмағын салыстырыңыз.
sentence:
  en: "Container {declared} was in declaration {reference} on {reference_id}"
  ru: "Контейнер {declared} значился в декларации {reference} от {reference_id}"
  kk: "{declared} контейнері {reference_id} күнгі {reference} декларациясында болған"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (transshipment; cargo moved under
  several sets of documents)
inputs: [today.items, past.items]
window_days: 30
parameters:
  within_days: 21
  most_mass_difference: 0.1
  strength_other_goods: 0.5
*/
WITH now AS (
    SELECT *, unnest(list_distinct(regexp_extract_all(upper(container_numbers), '[A-Z]{4}[0-9]{7}'))) AS box
    FROM today.items
    WHERE container_numbers IS NOT NULL
),
before AS (
    SELECT registration_date, declaration_id, hs6, flow, consignee_key, net_mass_kg, unnest(boxes) AS box
    FROM past.items
    WHERE registration_date >= $screening_date - CAST($within_days AS INTEGER)
)
SELECT
    i.declaration_id,
    i.item_number,
    'transport' AS subject,
    CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE 1.0 END AS strength,
    i.box AS declared,
    b.declaration_id AS reference,
    CAST(b.registration_date AS VARCHAR) AS reference_id,
    {'flow_before': b.flow, 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM now AS i
JOIN before AS b
  ON b.box = i.box
 AND b.hs6 = i.hs6
 AND b.consignee_key IS DISTINCT FROM i.consignee_key
 AND b.declaration_id <> i.declaration_id
-- The same goods by code and mass: an empty container that was filled anew holds others.
WHERE abs(b.net_mass_kg - i.net_mass_kg) <= $most_mass_difference * i.net_mass_kg
QUALIFY row_number() OVER (
    PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number, b.registration_date DESC, b.declaration_id
) = 1
