/*
id: OWNED_BY_LISTED
title:
  en: Owned by listed parties, by half or more
  ru: Принадлежит лицам из списков на половину и больше
  kk: Жартысы немесе одан көбі тізімдегі тұлғаларға тиесілі
meaning:
  en: >-
    By the register, listed parties hold half or more of the consignee or consignor, directly or through one firm in
    between; shares of several listed owners are added. Many sanctions reach such firms too. Check the extract, and
    the owners' identity.
  ru: >-
    По реестру лицам из списков прямо или через одну фирму принадлежит половина и больше получателя либо
    отправителя; доли нескольких таких владельцев складываются. Многие санкции распространяются и на такие фирмы.
    Проверьте выписку и личность владельцев.
  kk: >-
    Тізілім бойынша тізімдегі тұлғалар тікелей немесе бір аралық фирма арқылы алушының не жөнелтушінің жартысына
    немесе одан көбіне иелік етеді; бірнеше иенің үлестері қосылады. Көптеген санкциялар мұндай фирмаларға да
    жүреді. Үзіндіні және иелердің кім екенін тексеріңіз.
sentence:
  en: "The {subject} «{declared}» is held by {reference} ({reference_id})"
  ru: "{subject}: «{declared}» — доля лица из списка: {reference} ({reference_id})"
  kk: "{subject}: «{declared}» — тізімдегі тұлғаның үлесі: {reference} ({reference_id})"
source: >-
  OFAC, Revised Guidance on Entities Owned by Persons Whose Property Is Blocked, 13 August 2014 (50 percent rule);
  EU Best Practices on ownership and control, 2024
inputs: [today.items, today.listed_owners, intake.company_links]
window_days: 1
parameters:
  least_share: 50.0
*/
WITH parties AS (
    SELECT declaration_id, item_number, 'consignee' AS subject, consignee_tax_id AS tax_id, consignee_name AS name
    FROM today.items WHERE consignee_tax_id IS NOT NULL
    UNION ALL
    SELECT declaration_id, item_number, 'consignor', consignor_tax_id, consignor_name
    FROM today.items WHERE consignor_tax_id IS NOT NULL
),
owners AS (
    SELECT company_tax_id, linked_tax_id, linked_name, coalesce(share_percent, 0) AS share
    FROM intake.company_links
    WHERE kind = 'owner'
      AND coalesce(from_date, $screening_date) <= $screening_date
      AND coalesce(to_date, $screening_date) >= $screening_date
),
direct AS (
    SELECT o.company_tax_id, o.linked_name, o.linked_tax_id, l.entity_id, l.certainty, o.share
    FROM owners AS o
    JOIN today.listed_owners AS l
      ON l.linked_name = o.linked_name AND l.linked_tax_id IS NOT DISTINCT FROM o.linked_tax_id
),
-- Who holds half of a firm decides over all that it holds; a smaller share of a firm counts for nothing here.
middle AS (
    SELECT
        company_tax_id,
        arg_max(entity_id, (share, entity_id)) AS entity_id,
        min(certainty) AS certainty
    FROM direct
    GROUP BY company_tax_id
    HAVING sum(share) >= $least_share
),
held AS (
    SELECT company_tax_id, entity_id, certainty, share, 1 AS layers FROM direct
    UNION ALL
    SELECT o.company_tax_id, m.entity_id, m.certainty, o.share, 2
    FROM owners AS o
    JOIN middle AS m ON m.company_tax_id = o.linked_tax_id
    -- A listed owner that is itself owned by listed parties holds its share once.
    ANTI JOIN direct AS d
      ON d.company_tax_id = o.company_tax_id AND d.linked_name = o.linked_name AND d.linked_tax_id = o.linked_tax_id
    WHERE o.linked_tax_id <> o.company_tax_id
),
shares AS (
    SELECT
        company_tax_id,
        least(sum(share), 100.0) AS share,
        max(layers) AS layers,
        min(certainty) AS certainty,
        arg_max(entity_id, (share, entity_id)) AS entity_id
    FROM held
    GROUP BY company_tax_id
    HAVING sum(share) >= $least_share
),
listings AS (
    SELECT DISTINCT entity_id, primary_name, list_id, list_version FROM today.listed_owners
)
SELECT
    p.declaration_id,
    p.item_number,
    p.subject,
    s.certainty AS strength,
    coalesce(p.name, p.tax_id) AS declared,
    format('{} ({:.0f} %)', l.primary_name, s.share) AS reference,
    s.entity_id AS reference_id,
    l.list_id AS reference_list,
    l.list_version AS reference_version,
    {'share_percent': s.share, 'layers': s.layers} AS detail
FROM parties AS p
JOIN shares AS s ON s.company_tax_id = p.tax_id
JOIN listings AS l USING (entity_id)
QUALIFY row_number() OVER (PARTITION BY p.declaration_id, p.subject ORDER BY s.share DESC, p.item_number, p.tax_id) = 1
