/*
id: CHEMICAL_NEW_BUYER
title:
  en: Scheduled chemicals for who never bought chemicals
  ru: Списочные химикаты тому, кто химикатов не покупал
  kk: Химикат сатып алмаған алушыға тізімдегі химикат
meaning:
  en: >-
    A small lot under a subheading of scheduled chemicals goes to a consignee that bought no chemicals or laboratory goods
    until some weeks ago. Laboratories and factories have a history. Ask for the CAS number, the use and the store.
  ru: >-
    Небольшая партия по субпозиции списочных химикатов идёт получателю, который до последних недель не покупал ни
    химикатов, ни лабораторных товаров. У лабораторий и заводов есть история. Запросите номер CAS, назначение и склад.
  kk: >-
    Тізімдегі химикаттар субпозициясының шағын партиясы соңғы апталарға дейін химикат та, зертхана тауарын да сатып
    алмаған алушыға келеді. Зертханалар мен зауыттардың тарихы болады. CAS нөмірін, мақсатын және қоймасын сұратыңыз.
sentence:
  en: "{declared} under {reference_id}, to a consignee with {reference} declarations of chemicals or laboratory goods before"
  ru: "{declared} по коду {reference_id}; прежних деклараций получателя на химикаты и лабораторные товары: {reference}"
  kk: "{reference_id} коды бойынша {declared}; алушының бұрынғы химикат пен зертхана тауарларының декларациялары: {reference}"
source: >-
  Australia Group, common approaches on chemical precursors; OPCW, Schedules of chemicals; Australia Group, indicators of
  suspicious transactions (customer unfamiliar with the product)
inputs: [today.items, past.trades, past.lake, reference.chemicals]
window_days: 365
parameters:
  most_kg: 30.0
  settled_days: 45
  least_history_days: 90
  strength_first_trade: 0.7
*/
WITH codes AS (
    -- Exact ones only: the others are chemicals of everyday trade.
    SELECT hs_code AS hs6, list_sort(list_distinct(flatten(list(regimes)))) AS regimes
    FROM reference.chemicals WHERE strength = 'exact' GROUP BY hs_code
),
-- Chemicals, drugs, and what a laboratory buys beside them.
familiar AS (
    SELECT trader_key
    FROM past.trades
    WHERE left(hs6, 2) BETWEEN '28' AND '38' OR left(hs6, 4) IN ('7017', '9018', '9027')
    GROUP BY trader_key
    HAVING min(first_date) <= $screening_date - CAST($settled_days AS INTEGER)
)
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    -- A broker's customer may be a laboratory that trades for the first time; a firm of another trade is stranger.
    CASE WHEN t.trader_key IS NULL THEN $strength_first_trade ELSE 1.0 END AS strength,
    format('{:.1f} kg', i.net_mass_kg) AS declared,
    '0' AS reference,
    i.hs6 AS reference_id,
    {'regimes': c.regimes, 'has_other_trade': t.trader_key IS NOT NULL} AS detail
FROM today.items AS i
JOIN codes AS c USING (hs6)
-- A lake that is younger than the window cannot know who bought what.
JOIN past.lake AS l ON l.first_date <= $screening_date - CAST($least_history_days AS INTEGER)
LEFT JOIN (SELECT DISTINCT trader_key FROM past.trades) AS t ON t.trader_key = i.consignee_key
ANTI JOIN familiar AS f ON f.trader_key = i.consignee_key
WHERE i.flow = 'import' AND i.consignee_key IS NOT NULL AND i.net_mass_kg > 0 AND i.net_mass_kg <= $most_kg
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.net_mass_kg DESC, i.item_number) = 1
