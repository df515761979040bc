/*
id: COORDINATED_BUYERS
title:
  en: One seller, several new buyers of the same priority goods
  ru: Один продавец, несколько новых покупателей тех же приоритетных товаров
  kk: Бір сатушы, сол басым тауардың бірнеше жаңа сатып алушысы
meaning:
  en: >-
    Within a month one consignor sent priority goods of the same subheading to several consignees that are all new.
    Somebody may be buying through others. Compare addresses, directors, declarants and who pays.
  ru: >-
    За месяц один отправитель послал приоритетные товары одной субпозиции нескольким получателям, и все они новые.
    Возможно, кто-то покупает через других. Сравните адреса, директоров, декларантов и плательщиков.
  kk: >-
    Бір айда бір жөнелтуші бір қосалқы позициядағы басым тауарды бірнеше алушыға жіберген, олардың бәрі жаңа. Біреу
    өзгелер арқылы сатып алуы мүмкін. Мекенжайларын, директорларын, декларанттарын және төлеушілерін салыстырыңыз.
sentence:
  en: "Consignor {declared} sent goods of {reference_id} to {reference} new consignees within a month"
  ru: "Отправитель {declared} за месяц направил товары {reference_id} новым получателям, их {reference}"
  kk: "Жөнелтуші {declared} бір айда {reference_id} тауарын жаңа алушыларға жіберген, саны: {reference}"
source: >-
  FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (several new companies that buy the same
  items)
inputs: [today.items, past.items, past.partners, past.lake]
window_days: 36500
parameters:
  least_consignees: 3
  new_for_days: 90
  least_history_days: 150
*/
WITH sent AS (
    SELECT consignor_key, hs6, consignee_key FROM today.items WHERE flow = 'import' AND tier IS NOT NULL
    UNION
    SELECT p.consignor_key, p.hs6, p.consignee_key
    FROM past.items AS p
    SEMI JOIN today.items AS i ON i.consignor_key = p.consignor_key AND i.hs6 = p.hs6 AND i.tier IS NOT NULL
    WHERE p.flow = 'import'
),
known AS (
    -- Known to this sender: whoever it never sent to before its goods came is as good as new to it.
    SELECT consignor_key, consignee_key, least(min(first_date), min(consignee_first_date)) AS first_date
    FROM past.partners GROUP BY ALL
),
series AS (
    SELECT s.consignor_key, s.hs6, count(DISTINCT s.consignee_key) AS fresh
    FROM sent AS s
    LEFT JOIN known AS k USING (consignor_key, consignee_key)
    WHERE s.consignee_key IS NOT NULL
      AND coalesce(k.first_date, $screening_date) > $screening_date - CAST($new_for_days AS INTEGER)
    GROUP BY ALL
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignor' AS subject,
    1.0 - 0.5 * $least_consignees / s.fresh AS strength,
    coalesce(i.consignor_name, i.consignor_key) AS declared,
    CAST(s.fresh AS VARCHAR) AS reference,
    i.hs6 AS reference_id,
    {'new_consignees': s.fresh, 'tier': i.tier} AS detail
FROM today.items AS i
JOIN series AS s USING (consignor_key, hs6)
LEFT JOIN known AS k USING (consignor_key, consignee_key)
JOIN past.lake AS l ON l.first_date <= $screening_date - CAST($least_history_days AS INTEGER)
WHERE i.flow = 'import' AND i.tier IS NOT NULL AND s.fresh >= $least_consignees
  AND coalesce(k.first_date, $screening_date) > $screening_date - CAST($new_for_days AS INTEGER)
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
