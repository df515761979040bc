/*
id: HS_PROFILE_BREAK
title:
  en: Goods unlike this trader's trade
  ru: Товар не свойствен этому участнику
  kk: Бұл саудагерге тән емес тауар
meaning:
  en: >-
    The trader has a record of at least several declarations, and until some weeks ago hardly any of them was of this
    chapter or anything near it; now it trades priority goods. Ask what the firm does with them, and who asked it to order.
  ru: >-
    У участника есть история из нескольких деклараций, и до последних недель почти ни одной по этой группе или
    близкой к ней, а теперь он ввозит или вывозит приоритетные товары. Спросите, зачем они фирме и кто просил их заказать.
  kk: >-
    Саудагердің бірнеше декларациядан тұратын тарихы бар, бірақ соңғы апталарға дейін олар бұл топқа не оған
    жақынға мүлде дерлік қатысты болмаған, енді ол басым тауармен айналысып отыр. Фирмаға олар не үшін қажет екенін, кім тапсырғанын сұраңыз.
sentence:
  en: "Code {declared} is of a chapter that this trader hardly traded until lately; mostly it trades {reference}"
  ru: "Код {declared} относится к группе, которой участник до последнего времени почти не торговал; обычно это {reference}"
  kk: "{declared} коды саудагер соңғы кезге дейін саудаламаған дерлік топқа жатады; әдетте ол мынаны саудалайды: {reference}"
source: >-
  FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (orders that do not fit the customer's line
  of business)
inputs: [today.items, past.trades, past.lake]
window_days: 365
parameters:
  least_declarations: 5
  least_history_days: 90
  settled_days: 45
  most_share: 0.1
*/
WITH records AS (
    -- A chapter that was taken up weeks ago is no habit yet: else the second purchase would look like the trader's own.
    SELECT trader_key, left(hs6, 2) AS hs2, sum(declaration_count) AS declarations
    FROM past.trades
    GROUP BY ALL
    HAVING min(first_date) <= $screening_date - CAST($settled_days AS INTEGER)
),
profiles AS (
    SELECT
        trader_key,
        sum(declarations) AS declarations,
        list(hs2) AS chapters,
        coalesce(sum(declarations) FILTER (hs2 IN ('84', '85', '90')), 0) AS technical_declarations,
        arg_max(hs2, (declarations, hs2)) AS main_chapter
    FROM records GROUP BY trader_key
)
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    1.0 - 0.5 * $least_declarations / p.declarations
        -- The more of it there was, the less strange.
        - CASE WHEN i.hs2 IN ('84', '85', '90') THEN 2.0 * p.technical_declarations / p.declarations ELSE 0.0 END AS strength,
    i.hs_code AS declared,
    'HS ' || p.main_chapter AS reference,
    'HS ' || i.hs2 AS reference_id,
    {'declarations_before': p.declarations, 'chapters': list_sort(p.chapters)} AS detail
FROM today.items AS i
JOIN profiles AS p USING (trader_key)
JOIN past.lake AS l ON l.first_date <= $screening_date - CAST($least_history_days AS INTEGER)
WHERE i.tier IS NOT NULL
  AND p.declarations >= $least_declarations
  -- Machines, electronics and instruments go together in an honest workshop too; a few in a long record, as every firm
  -- buys for itself, make no such workshop.
  AND CASE WHEN i.hs2 IN ('84', '85', '90') THEN p.technical_declarations <= $most_share * p.declarations
      ELSE NOT list_contains(p.chapters, i.hs2) END
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
