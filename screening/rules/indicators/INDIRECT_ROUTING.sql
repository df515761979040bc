/*
id: INDIRECT_ROUTING
title:
  en: Indirect route through a hub
  ru: Непрямой маршрут через перевалочную страну
  kk: Аралық ел арқылы өтетін жанама бағыт
meaning:
  en: >-
    Origin, dispatch and trading country are three different ones and one of them is a known hub. Ask for the
    transport documents of every leg and for the reason of the detour.
  ru: >-
    Страны происхождения, отправления и торгующая страна различны, и одна из них — известный перевалочный пункт.
    Запросите транспортные документы на каждый участок и причину такого маршрута.
  kk: >-
    Шығарылған ел, жөнелтуші ел және сауда жасайтын ел әртүрлі, олардың бірі — белгілі аралық пункт. Жолдың әр
    бөлігінің көлік құжаттарын және айналма бағыттың себебін сұратыңыз.
sentence:
  en: "Route from origin {declared}, the trading country in brackets: a hub lies on it ({reference})"
  ru: "Маршрут от страны происхождения {declared}, в скобках торгующая страна: на нём перевалочный пункт ({reference})"
  kk: "Шығарылған елден басталатын бағыт: {declared}, жақшада сауда жасайтын ел; жолында аралық пункт бар ({reference})"
source: FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (indirect shipping routes)
inputs: [today.items]
window_days: 1
parameters:
  hubs: [AE, AM, CY, GE, HK, KG, MV, RS, SG, TR, UZ]
  strength_listed_goods: 1.0
  strength_other_goods: 0.4
*/
WITH routed AS (
    SELECT
        declaration_id,
        item_number,
        origin_country_code AS origin,
        dispatch_country_code AS dispatch,
        trade_country_code AS trade,
        destination_country_code AS destination,
        tier IS NOT NULL AS is_priority
    FROM today.items
)
SELECT
    declaration_id,
    item_number,
    'route' AS subject,
    CASE WHEN is_priority THEN $strength_listed_goods ELSE $strength_other_goods END AS strength,
    format('{} → {} → {} ({})', origin, dispatch, coalesce(destination, '?'), trade) AS declared,
    list_aggregate(list_filter([dispatch, trade], lambda c: list_contains($hubs, c)), 'string_agg', ', ') AS reference,
    'hub' AS reference_id,
    {'origin': origin, 'dispatch': dispatch, 'trade': trade, 'is_priority_goods': is_priority} AS detail
FROM routed
WHERE origin <> dispatch
  AND dispatch <> trade
  AND trade <> origin
  AND trade IS DISTINCT FROM destination
  AND (list_contains($hubs, dispatch) OR list_contains($hubs, trade))
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY declaration_id ORDER BY is_priority DESC, item_number) = 1
