/*
id: TRANSIT_THROUGH_RU_BY
title:
  en: Transit of priority goods in the hands of a Russian or Belarusian carrier
  ru: Транзит приоритетных товаров российским или белорусским перевозчиком
  kk: Басым тауарлардың ресейлік немесе беларусь тасымалдаушысымен транзиті
meaning:
  en: >-
    Priority goods made in or sent from countries that ban their export to Russia and Belarus travel to Central Asia or
    the Caucasus with a carrier, declarant or dispatch of those two. In a false transit the goods never arrive. Ask the office of
    destination for the proof of arrival.
  ru: >-
    Приоритетные товары, изготовленные в странах, запретивших их вывоз в Россию и Беларусь, или отправленные оттуда,
    следуют в Центральную Азию или на Кавказ с перевозчиком, декларантом или отправлением этих двух стран. При ложном транзите товар не прибывает. Запросите
    у таможни назначения подтверждение прибытия.
  kk: >-
    Ресей мен Беларусьқа шығаруға тыйым салған елдерде жасалған немесе сол елдерден жөнелтілген басым тауарлар Орталық Азияға немесе Кавказға осы екі елдің
    тасымалдаушысымен, декларантымен немесе жөнелтуімен бара жатыр. Жалған транзитте тауар жеткізілмейді. Межелі
    кеденнен келгенін растауды сұратыңыз.
sentence:
  en: "Goods of {reference} in transit by way of {declared}, tier {reference_id}"
  ru: "Товар происхождения {reference} следует транзитом через {declared}, уровень {reference_id}"
  kk: "Шығарылған елі {reference} тауар {declared} арқылы транзитпен барады, {reference_id} деңгейі"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (false transit); European
  Commission, Guidance on enhanced due diligence, 2023 (transit through Russia)
inputs: [today.items]
window_days: 1
parameters:
  watched: [BY, RU]
  senders: [AT, AU, BE, BG, CA, CH, CY, CZ, DE, DK, EE, ES, FI, FR, GB, GR, HR, HU, IE, IT, JP, KR, LT, LU, LV, MT, NL, 'NO', NZ, PL, PT, RO, SE, SG, SI, SK, TW, US]
*/
WITH links AS (
    SELECT
        *,
        list_filter([carrier_country_code, declarant_country_code, dispatch_country_code, trade_country_code],
            lambda country: list_contains($watched, country)) AS watched_links
    FROM today.items
)
SELECT
    i.declaration_id,
    i.item_number,
    'route' AS subject,
    least(1.0, 0.6 + 0.2 * len(i.watched_links)) AS strength,
    list_aggregate(list_sort(list_distinct(i.watched_links)), 'string_agg', ', ') AS declared,
    i.origin_country_code AS reference,
    i.tier AS reference_id,
    {'destination': i.destination_country_code, 'office': i.office_code} AS detail
FROM links AS i
WHERE i.flow = 'transit'
  AND i.tier IS NOT NULL
  -- Made there, or sent from there: goods of Asia that go to Central Asia by way of Europe take a strange detour.
  AND i.origin_country_code IS NOT NULL
  AND (list_contains($senders, i.origin_country_code) OR list_contains($senders, i.dispatch_country_code))
  AND len(i.watched_links) > 0
  -- Goods that are declared for the two countries are the business of the bans, not of this pattern.
  AND NOT coalesce(list_contains($watched, i.destination_country_code), false)
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
