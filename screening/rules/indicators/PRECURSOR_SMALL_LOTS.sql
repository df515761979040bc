/*
id: PRECURSOR_SMALL_LOTS
title:
  en: Controlled chemicals in small lots
  ru: Контролируемые химикаты мелкими партиями
  kk: Бақыланатын химикаттар шағын партиялармен
meaning:
  en: >-
    Goods of a subheading that holds scheduled chemicals come to one consignee in several small lots within a month.
    Laboratories buy so, and so does who avoids the limits. Ask for the CAS number, purity and use.
  ru: >-
    Товары субпозиции, в которую входят списочные химикаты, за месяц поступают одному получателю несколькими мелкими
    партиями. Так покупают лаборатории и те, кто обходит пороги. Запросите номер CAS, чистоту и назначение.
  kk: >-
    Тізімдегі химикаттар кіретін қосалқы позицияның тауары бір ай ішінде бір алушыға бірнеше шағын партиямен келеді.
    Зертханалар да, шектерді айналып өтушілер де осылай сатып алады. CAS нөмірін, тазалығын және мақсатын сұратыңыз.
sentence:
  en: "{declared} lots of {reference_id} within a month, {reference} together"
  ru: "Партий по коду {reference_id} за месяц: {declared}, всего {reference}"
  kk: "Бір айда {reference_id} коды бойынша {declared} партия, барлығы {reference}"
source: >-
  Australia Group, common approaches on chemical precursors; OPCW, Schedules of chemicals (thresholds for
  declarations)
inputs: [today.items, past.items, reference.chemicals]
window_days: 30
parameters:
  most_kg: 30.0
  least_lots: 3
*/
WITH codes AS (
    -- Exact ones only: the others are chemicals of everyday trade.
    SELECT hs_code AS hs6, list_sort(list_distinct(flatten(list(regimes)))) AS regimes
    FROM reference.chemicals WHERE strength = 'exact' GROUP BY hs_code
),
lots AS (
    SELECT declaration_id, item_number, hs6, consignee_key, consignor_key, net_mass_kg FROM today.items WHERE flow = 'import'
    UNION ALL
    SELECT declaration_id, item_number, hs6, consignee_key, consignor_key, net_mass_kg FROM past.items WHERE flow = 'import'
),
series AS (
    SELECT
        hs6, consignee_key,
        count(DISTINCT declaration_id) AS lots,
        count(DISTINCT consignor_key) AS consignors,
        sum(net_mass_kg) AS mass
    FROM lots
    SEMI JOIN codes USING (hs6)
    WHERE net_mass_kg > 0 AND net_mass_kg <= $most_kg AND consignee_key IS NOT NULL
    GROUP BY ALL
    HAVING count(DISTINCT declaration_id) >= $least_lots
)
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    -- From several senders it is somebody's plan rather than a standing order.
    least(1.0, (1.0 - 0.5 * $least_lots / s.lots) * CASE WHEN s.consignors > 1 THEN 1.4 ELSE 1.0 END) AS strength,
    CAST(s.lots AS VARCHAR) AS declared,
    format('{:.1f} kg', s.mass) AS reference,
    i.hs6 AS reference_id,
    {'consignors': s.consignors, 'regimes': c.regimes} AS detail
FROM today.items AS i
JOIN series AS s USING (hs6, consignee_key)
JOIN codes AS c USING (hs6)
WHERE i.flow = 'import' AND i.net_mass_kg > 0 AND i.net_mass_kg <= $most_kg
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
