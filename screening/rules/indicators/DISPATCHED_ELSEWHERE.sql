/*
id: DISPATCHED_ELSEWHERE
title:
  en: Priority goods not sent from where they were made
  ru: Приоритетный товар отправлен не из страны изготовления
  kk: Басым тауар өндірілген елінен жөнелтілмеген
meaning:
  en: >-
    Goods of the priority list were made in one country and sent from another. Distributors do that too, and a pair of
    firms that has traded for months counts less. Ask for the maker's invoice, and how the goods came to the sender.
  ru: >-
    Товар приоритетного перечня изготовлен в одной стране, а отправлен из другой. Так бывает и у дистрибьюторов, а у
    сторон, торгующих между собой месяцами, признак слабее. Запросите счёт изготовителя и узнайте, как товар попал к
    отправителю.
  kk: >-
    Басымдықты тізімдегі тауар бір елде жасалып, басқа елден жөнелтілген. Дистрибьюторларда да солай болады, ал айлар
    бойы сауда жасасып жүрген тараптарда бұл белгі әлсіз. Өндірушінің шотын сұратып, тауар жөнелтушіге қалай
    жеткенін анықтаңыз.
sentence:
  en: "Goods of tier {reference_id} made in {reference} were sent from {declared}"
  ru: "Товар уровня {reference_id} изготовлен в {reference}, а отправлен из {declared}"
  kk: "{reference_id} деңгейіндегі тауар {reference} елінде жасалған, ал {declared} елінен жөнелтілген"
source: >-
  FinCEN and BIS joint alert FIN-2022-Alert003, 28 June 2022, and FIN-2023-Alert004, 19 May 2023 (high-priority items
  reshipped by third countries)
inputs: [today.items, past.partners]
window_days: 365
parameters:
  strength_high_tier: 1.0
  strength_other_tiers: 0.5
  known_for_days: 120
  factor_known_pair: 0.5
  one_market: [AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR, HU, IE, IT, LT, LU, LV, MT, NL, PL, PT, RO, SE, SI, SK]
*/
WITH pairs AS (
    SELECT consignor_key, consignee_key, min(first_date) AS first_date FROM past.partners GROUP BY ALL
)
SELECT
    i.declaration_id,
    i.item_number,
    'route' AS subject,
    (CASE WHEN i.tier IN ('1', '2') THEN $strength_high_tier ELSE $strength_other_tiers END)
        * (CASE WHEN p.first_date <= $screening_date - CAST($known_for_days AS INTEGER) THEN $factor_known_pair ELSE 1.0 END)
        AS strength,
    i.dispatch_country_code AS declared,
    i.origin_country_code AS reference,
    i.tier AS reference_id,
    {'consignor_country': i.consignor_country_code, 'partners_since': p.first_date} AS detail
FROM today.items AS i
LEFT JOIN pairs AS p ON p.consignor_key = i.consignor_key AND p.consignee_key = i.consignee_key
WHERE i.flow <> 'export'
  AND i.tier IS NOT NULL
  AND i.origin_country_code <> i.dispatch_country_code
  -- Within one customs territory, goods are stored and sold everywhere.
  AND NOT (list_contains($one_market, i.origin_country_code) AND list_contains($one_market, i.dispatch_country_code))
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
