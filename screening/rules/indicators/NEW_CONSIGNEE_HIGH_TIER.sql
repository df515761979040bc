/*
id: NEW_CONSIGNEE_HIGH_TIER
title:
  en: New consignee of top-tier goods
  ru: Новый получатель товаров высшего приоритета
  kk: Жоғары басымдықты тауарлардың жаңа алушысы
meaning:
  en: >-
    The consignee appeared less than 90 days ago and already receives goods of the first two tiers of the priority
    list. Look at its registration, director, address and earlier trade.
  ru: >-
    Получатель появился менее 90 дней назад и уже ввозит товары первых двух уровней приоритетного перечня. Проверьте
    его регистрацию, директора, адрес и прежнюю деятельность.
  kk: >-
    Алушының пайда болғанына 90 күн толмаған, бірақ басымдықты тізімнің алғашқы екі деңгейіндегі тауарларды алып отыр.
    Тіркелуін, директорын, мекенжайын және бұрынғы саудасын тексеріңіз.
sentence:
  en: "Consignee first seen on {reference} receives goods of tier {reference_id} under code {declared}"
  ru: "Получатель впервые замечен {reference}, а уже ввозит товары уровня {reference_id}, код {declared}"
  kk: "Алушы алғаш рет {reference} күні кездескен, енді {reference_id} деңгейіндегі {declared} кодты тауарды алып отыр"
source: FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (new customers of high-priority items)
inputs: [intake.declarations, reference.hs_correlations]
window_days: 36500
parameters:
  new_for_days: 90
  least_history_days: 90
  tiers: ["1", "2"]
*/
WITH day AS (
    SELECT
        d.declaration_id,
        d.item_number,
        d.hs_code,
        c.entry_code AS tier,
        d.consignee_tax_id AS tax_id,
        upper(trim(d.consignee_name)) AS name
    FROM intake.declarations AS d
    JOIN reference.hs_correlations AS c ON c.hs_code = left(d.hs_code, 6)
    WHERE d.registration_date = $screening_date
      AND d.flow = 'import'
      AND c.control_list = 'CHPL'
      AND c.control_list_version = $chpl_version
      AND list_contains($tiers, c.entry_code)
),
numbers AS (
    SELECT consignee_tax_id AS tax_id, min(registration_date) AS first_seen
    FROM intake.declarations
    WHERE registration_date <= $screening_date
      AND consignee_tax_id IN (SELECT tax_id FROM day)
    GROUP BY ALL
),
names AS (
    SELECT
        upper(trim(consignee_name)) AS name,
        min(registration_date) AS first_seen,
        min(registration_date) FILTER (consignee_tax_id IS NULL) AS first_seen_without_number
    FROM intake.declarations
    WHERE registration_date <= $screening_date
      AND upper(trim(consignee_name)) IN (SELECT name FROM day)
    GROUP BY ALL
),
seen AS (
    -- Two numbers are two firms, whatever their names; a name stands in only where one side has no number.
    SELECT
        day.*,
        CASE
            WHEN day.tax_id IS NULL THEN names.first_seen
            ELSE least(numbers.first_seen, names.first_seen_without_number)
        END AS first_seen
    FROM day
    LEFT JOIN numbers USING (tax_id)
    LEFT JOIN names USING (name)
),
lake AS (
    -- A lake that is younger than the window cannot know who is new.
    SELECT min(registration_date) <= $screening_date - CAST($least_history_days AS INTEGER) AS knows_enough
    FROM intake.declarations
)
SELECT
    declaration_id,
    item_number,
    'consignee' AS subject,
    1.0 - 0.5 * date_diff('day', first_seen, $screening_date) / $new_for_days AS strength,
    hs_code AS declared,
    CAST(first_seen AS VARCHAR) AS reference,
    tier AS reference_id,
    {'first_seen': first_seen, 'days_known': date_diff('day', first_seen, $screening_date)} AS detail
FROM seen
WHERE (SELECT knows_enough FROM lake)
  AND first_seen > $screening_date - CAST($new_for_days AS INTEGER)
QUALIFY row_number() OVER (PARTITION BY declaration_id ORDER BY tier, item_number) = 1
