/*
id: HUB_CONSIGNOR_FOR_HIGH_TIER
title:
  en: Chips of one country, sold by a trader in a hub
  ru: Микросхемы одной страны от продавца из перевалочной страны
  kk: Бір елдің микросхемалары аралық елдегі саудагерден
meaning:
  en: >-
    Goods of the first two tiers, made where their export is controlled, are sold by a firm in a known hub that is
    neither maker nor at home where they were made. Ask for the maker's invoice and licence, and since when the
    seller trades in this.
  ru: >-
    Товары первых двух уровней, произведённые там, где их вывоз контролируется, продаёт фирма из известной
    перевалочной страны, которая их не производит. Запросите счёт и лицензию изготовителя и сведения, с какого
    времени продавец этим торгует.
  kk: >-
    Шығарылуы бақыланатын елде өндірілген алғашқы екі деңгейдегі тауарларды белгілі аралық елдегі, оларды
    өндірмейтін фирма сатып отыр. Өндірушінің шоты мен лицензиясын және сатушының мұнымен қашаннан айналысатынын
    сұратыңыз.
sentence:
  en: "Goods of {reference}, tier {reference_id}, sold from {declared}"
  ru: "Товар происхождения {reference}, уровень {reference_id}, продан из {declared}"
  kk: "Шығарылған елі {reference}, {reference_id} деңгейіндегі тауар {declared} елінен сатылған"
source: >-
  FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (transshipment points); FATF, June 2025
inputs: [today.items, past.parties, past.lake]
window_days: 36500
parameters:
  hubs: [AE, AM, CY, GE, HK, KG, MV, RS, SG, TR, UZ]
  senders: [AT, AU, BE, BG, CA, CH, CY, CZ, DE, DK, EE, ES, FI, FR, GB, GR, HR, HU, IE, IT, JP, KR, LT, LU, LV, MT, NL, 'NO', NZ, PL, PT, RO, SE, SG, SI, SK, TW, US]
  tiers: ["1", "2"]
  new_for_days: 180
  least_history_days: 180
  strength_known_consignor: 0.6
*/
SELECT
    i.declaration_id,
    i.item_number,
    'consignor' AS subject,
    -- A seller that is new in the business says more than one that was always there.
    CASE
        WHEN (SELECT first_date FROM past.lake) <= $screening_date - CAST($least_history_days AS INTEGER)
         AND coalesce(p.first_date, $screening_date) > $screening_date - CAST($new_for_days AS INTEGER)
        THEN 1.0 ELSE $strength_known_consignor
    END AS strength,
    i.consignor_country_code AS declared,
    i.origin_country_code AS reference,
    i.tier AS reference_id,
    {'first_seen': p.first_date} AS detail
FROM today.items AS i
LEFT JOIN past.parties AS p ON p.role = 'consignor' AND p.party_key = i.consignor_key
WHERE i.flow = 'import'
  AND list_contains($tiers, i.tier)
  AND list_contains($hubs, i.consignor_country_code)
  AND list_contains($senders, i.origin_country_code)
  AND i.origin_country_code <> i.consignor_country_code
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
