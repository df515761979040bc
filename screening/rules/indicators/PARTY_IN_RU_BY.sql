/*
id: PARTY_IN_RU_BY
title:
  en: A party in Russia or Belarus behind an import of priority goods
  ru: Лицо из России или Беларуси за ввозом приоритетных товаров
  kk: Басым тауарларды әкелудің артында Ресейдегі немесе Беларусьтегі тұлға
meaning:
  en: >-
    Priority goods from a country that bans their export to Russia and Belarus are imported, and who answers,
    declares, carries or owns the consignee's seat sits there. Ask for whom the goods are, and where they will be
    used.
  ru: >-
    Ввозятся приоритетные товары из страны, запретившей их вывоз в Россию и Беларусь, а ответственное лицо,
    декларант, перевозчик или сам получатель находятся там. Спросите, для кого товар и где он будет использован.
  kk: >-
    Ресей мен Беларусьқа шығаруға тыйым салған елден басым тауарлар әкелінеді, ал жауапты тұлға, декларант,
    тасымалдаушы немесе алушының өзі сонда орналасқан. Тауар кім үшін және қайда пайдаланылатынын сұраңыз.
sentence:
  en: "{declared} while the goods, of {reference}, are declared for {reference_id}"
  ru: "{declared}, а товар происхождения {reference} заявлен для {reference_id}"
  kk: "{declared}, ал шығарылған елі {reference} тауар {reference_id} үшін мәлімделген"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (intermediaries of the end user's
  country)
inputs: [today.items]
window_days: 1
parameters:
  watched: [BY, RU]
  senders: [AT, AU, BE, BG, CA, CH, CY, CZ, DE, DK, EE, ES, FI, FR, GB, GR, HR, HU, IE, IT, JP, KR, LT, LU, LV, MT, NL, 'NO', NZ, PL, PT, RO, SE, SG, SI, SK, TW, US]
  strength_carrier_alone: 0.5
*/
WITH roles AS (
    SELECT
        *,
        list_filter(
            [
                CASE WHEN list_contains($watched, consignee_country_code) THEN 'consignee ' || consignee_country_code END,
                CASE WHEN list_contains($watched, responsible_country_code) THEN 'responsible ' || responsible_country_code END,
                CASE WHEN list_contains($watched, declarant_country_code) THEN 'declarant ' || declarant_country_code END,
                CASE WHEN list_contains($watched, carrier_country_code) THEN 'carrier ' || carrier_country_code END
            ],
            lambda role: role IS NOT NULL
        ) AS found
    FROM today.items
)
SELECT
    i.declaration_id,
    i.item_number,
    'route' AS subject,
    CASE WHEN i.found[1] LIKE 'carrier%' THEN $strength_carrier_alone ELSE 1.0 END AS strength,
    list_aggregate(i.found, 'string_agg', ', ') AS declared,
    i.origin_country_code AS reference,
    coalesce(i.destination_country_code, '?') AS reference_id,
    {'tier': i.tier} AS detail
FROM roles AS i
WHERE i.flow = 'import'
  AND i.tier IS NOT NULL
  AND list_contains($senders, i.origin_country_code)
  AND len(i.found) > 0
  AND NOT coalesce(list_contains($watched, i.destination_country_code), false)
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
