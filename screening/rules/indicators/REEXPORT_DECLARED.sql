/*
id: REEXPORT_DECLARED
title:
  en: Priority goods of others, exported onward
  ru: Чужие приоритетные товары вывозятся дальше
  kk: Өзгелердің басым тауарлары әрі қарай шығарылуда
meaning:
  en: >-
    An exporter sends priority goods that were made elsewhere to a country at risk of diversion, and imported the
    like within the last year. Ask for the licence of the country of origin and for the end user.
  ru: >-
    Экспортёр отправляет приоритетные товары чужого происхождения в страну с риском перенаправления, а за последний
    год ввозил такие же. Запросите разрешение страны происхождения и сведения о конечном пользователе.
  kk: >-
    Экспорттаушы басқа елде өндірілген басым тауарларды бағытын өзгерту қаупі бар елге жібереді, ал соңғы жылы дәл
    сондайларды әкелген. Шығарылған елдің рұқсатын және соңғы пайдаланушы туралы мәліметті сұратыңыз.
sentence:
  en: "Goods of {reference}, code {reference_id}, exported to {declared}"
  ru: "Товар происхождения {reference}, код {reference_id}, вывозится в {declared}"
  kk: "Шығарылған елі {reference}, {reference_id} кодты тауар {declared} еліне шығарылады"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (re-export of imported goods)
inputs: [today.items, past.trades]
window_days: 365
parameters:
  watched: [AM, BY, GE, IR, KG, KP, RU, TJ, TM, UZ]
  at_home: [KZ]
  strength_without_import: 0.6
*/
WITH imported AS (
    SELECT trader_key, hs6, sum(item_count) AS items, max(last_date) AS last_date
    FROM past.trades WHERE flow = 'import' GROUP BY ALL
)
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    CASE WHEN m.items IS NULL THEN $strength_without_import ELSE 1.0 END AS strength,
    i.destination_country_code AS declared,
    coalesce(i.origin_country_code, '?') AS reference,
    i.hs_code AS reference_id,
    {'imported_before': coalesce(CAST(m.items AS BIGINT), 0), 'last_import': m.last_date, 'tier': i.tier} AS detail
FROM today.items AS i
LEFT JOIN imported AS m USING (trader_key, hs6)
WHERE i.flow = 'export'
  AND i.tier IS NOT NULL
  AND list_contains($watched, i.destination_country_code)
  AND NOT coalesce(list_contains($at_home, i.origin_country_code), false)
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
