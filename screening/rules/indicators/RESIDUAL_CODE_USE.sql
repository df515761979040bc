/*
id: RESIDUAL_CODE_USE
title:
  en: Mostly residual codes
  ru: Преимущественно остаточные коды
  kk: Негізінен қалдық кодтар
meaning:
  en: >-
    The trader declares electronics, machines and instruments mostly under codes for “other” goods, far more than
    others do. Such codes hide what is in the box: ask for makers and models.
  ru: >-
    Электронику, машины и приборы участник декларирует преимущественно по кодам «прочие», намного чаще других. Такие
    коды скрывают содержимое: запросите изготовителей и модели.
  kk: >-
    Саудагер электроника, машина және аспаптарды негізінен «өзгелер» кодтарымен, басқалардан әлдеқайда жиі
    мәлімдейді. Мұндай кодтар ішінде не барын жасырады: өндірушілері мен модельдерін сұратыңыз.
sentence:
  en: "{declared} of the trader's items stand under residual codes, {reference} among all"
  ru: "Доля товаров участника по остаточным кодам: {declared}, у всех: {reference}"
  kk: "Саудагер тауарларының қалдық кодтардағы үлесі: {declared}, барлығында: {reference}"
source: >-
  WCO guide on strategic trade control enforcement (residual subheadings)
inputs: [today.items, past.trades]
window_days: 365
parameters:
  least_items: 20
  least_share: 0.9
  least_difference: 0.3
*/
WITH marked AS (
    -- In the Harmonized System the last subheading of a heading, with a 9 in fifth or sixth place, is for the others.
    SELECT trader_key, item_count, substr(hs6, 5, 1) = '9' OR substr(hs6, 6, 1) = '9' AS is_residual
    FROM past.trades
    WHERE left(hs6, 2) IN ('84', '85', '90')
),
everyone AS (
    SELECT sum(item_count) FILTER (is_residual) / sum(item_count) AS share FROM marked
),
traders AS (
    SELECT trader_key, sum(item_count) AS items, sum(item_count) FILTER (is_residual) / sum(item_count) AS share
    FROM marked GROUP BY trader_key
)
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    least(1.0, 0.5 + (t.share - e.share - $least_difference)) AS strength,
    format('{:.0f} %', 100 * t.share) AS declared,
    format('{:.0f} %', 100 * e.share) AS reference,
    i.hs6 AS reference_id,
    {'items': t.items} AS detail
FROM today.items AS i
JOIN traders AS t USING (trader_key)
CROSS JOIN everyone AS e
WHERE i.hs2 IN ('84', '85', '90')
  AND (substr(i.hs6, 5, 1) = '9' OR substr(i.hs6, 6, 1) = '9')
  AND t.items >= $least_items
  AND t.share >= $least_share
  AND t.share >= e.share + $least_difference
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
