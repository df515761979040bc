/*
id: CODE_HOPPING
title:
  en: Model that left its code
  ru: Модель сменила код
  kk: Коды өзгерген модель
meaning:
  en: >-
    This model was declared under codes of the priority list before and comes under another code now. Hold the data
    sheet against both codes.
  ru: >-
    Эта модель раньше декларировалась по кодам приоритетного перечня, а теперь идёт по другому коду. Сверьте
    техническое описание с обоими кодами.
  kk: >-
    Бұл модель бұрын басымдықты тізімнің кодтарымен мәлімделген, енді басқа кодпен келіп отыр. Техникалық
    сипаттамасын екі кодпен де салыстырыңыз.
sentence:
  en: "Model {reference_id}, now under code {declared}, was declared under {reference} before"
  ru: "Модель {reference_id}, теперь с кодом {declared}, прежде декларировалась по коду {reference}"
  kk: "{reference_id} моделі қазір {declared} кодымен, бұрын {reference} кодымен мәлімделген"
source: >-
  WCO guide on strategic trade control enforcement (misclassification of strategic goods)
inputs: [today.items, today.priority, past.models]
window_days: 365
parameters:
  least_items: 3
  least_share: 0.7
*/
WITH before AS (
    SELECT
        m.model_key,
        sum(m.item_count) AS items,
        sum(m.item_count) FILTER (p.hs6 IS NOT NULL) AS listed_items,
        arg_max(m.hs6, (m.item_count, m.hs6)) FILTER (p.hs6 IS NOT NULL) AS listed_hs6,
        list(DISTINCT m.trader_key) FILTER (p.hs6 IS NOT NULL) AS traders
    FROM past.models AS m
    LEFT JOIN today.priority AS p USING (hs6)
    GROUP BY m.model_key
)
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    -- The same trader knows the code that it used itself.
    CASE WHEN list_contains(b.traders, i.trader_key) THEN 1.0 ELSE 0.7 END AS strength,
    i.hs_code AS declared,
    b.listed_hs6 AS reference,
    i.model_key AS reference_id,
    {'items_before': b.items, 'under_priority_codes': b.listed_items, 'same_trader': list_contains(b.traders, i.trader_key)} AS detail
FROM today.items AS i
JOIN before AS b USING (model_key)
WHERE i.tier IS NULL
  AND b.listed_items >= $least_items
  AND b.listed_items >= $least_share * b.items
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY b.listed_items DESC, i.item_number) = 1
