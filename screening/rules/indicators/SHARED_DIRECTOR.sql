/*
id: SHARED_DIRECTOR
title:
  en: One director, several importers
  ru: Один директор у нескольких импортёров
  kk: Бір директор бірнеше импорттаушыда
meaning:
  en: >-
    The consignee's director directs several other firms that were founded within the last years. Directors for hire
    sign what others trade. Ask the director in person what the firm does.
  ru: >-
    Директор получателя руководит ещё несколькими фирмами, основанными в последние годы. Номинальные директора
    подписывают чужую торговлю. Спросите директора лично, чем занимается фирма.
  kk: >-
    Алушының директоры соңғы жылдары құрылған тағы бірнеше фирманы басқарады. Жалдамалы директорлар өзгелердің
    саудасына қол қояды. Фирма немен айналысатынын директордың өзінен сұраңыз.
sentence:
  en: "The director of the consignee directs {declared} other firms, founded since {reference}"
  ru: "Директор получателя руководит ещё фирмами: {declared}, основаны с {reference}"
  kk: "Алушының директоры тағы {declared} фирманы басқарады, олар {reference} бастап құрылған"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (nominee directors and groups of
  front companies)
inputs: [today.items, intake.companies, intake.company_links]
window_days: 1
parameters:
  least_firms: 2
  founded_within_days: 1100
  strength_other_goods: 0.4
*/
WITH directors AS (
    SELECT
        company_tax_id,
        -- Names of persons repeat; without a number, name and country have to agree.
        coalesce(linked_tax_id, upper(trim(linked_name)) || '/' || coalesce(linked_country_code, '')) AS director
    FROM intake.company_links
    WHERE kind = 'director'
      AND coalesce(from_date, $screening_date) <= $screening_date
      AND coalesce(to_date, $screening_date) >= $screening_date
),
of_the_day AS (
    SELECT DISTINCT d.company_tax_id, d.director
    FROM directors AS d
    SEMI JOIN today.items AS i ON i.consignee_tax_id = d.company_tax_id
),
others AS (
    SELECT o.company_tax_id, count(DISTINCT d.company_tax_id) AS firms, min(c.registered_date) AS since
    FROM of_the_day AS o
    JOIN directors AS d ON d.director = o.director AND d.company_tax_id <> o.company_tax_id
    JOIN intake.companies AS c ON c.tax_id = d.company_tax_id
    WHERE c.registered_date > $screening_date - CAST($founded_within_days AS INTEGER)
      AND c.registered_date <= $screening_date
    GROUP BY o.company_tax_id
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    (1.0 - 0.5 * $least_firms / o.firms) * CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE 1.0 END AS strength,
    CAST(o.firms AS VARCHAR) AS declared,
    CAST(o.since AS VARCHAR) AS reference,
    'director' AS reference_id,
    {'firms': o.firms + 1, 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM today.items AS i
JOIN others AS o ON o.company_tax_id = i.consignee_tax_id
WHERE i.flow = 'import' AND o.firms >= $least_firms
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
