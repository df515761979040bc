/*
id: FREE_ZONE_CONSIGNOR
title:
  en: Priority goods from a free zone
  ru: Приоритетный товар из свободной зоны
  kk: Еркін аймақтан келген басым тауар
meaning:
  en: >-
    The sender's name or address is that of a free zone, where goods change hands unseen. Ask for the invoice under
    which they came in there.
  ru: >-
    Наименование или адрес отправителя указывают на свободную зону, где товары меняют владельца незаметно. Запросите
    счёт, по которому они туда поступили.
  kk: >-
    Жөнелтушінің атауы немесе мекенжайы еркін аймақты көрсетеді, онда тауар иесін байқатпай ауыстырады. Олар сонда
    келген шотты сұратыңыз.
sentence:
  en: "The consignor «{declared}» sits in a free zone ({reference}); goods of tier {reference_id}"
  ru: "Отправитель «{declared}» находится в свободной зоне ({reference}); товар уровня {reference_id}"
  kk: "Жөнелтуші «{declared}» еркін аймақта ({reference}) орналасқан; тауар деңгейі {reference_id}"
source: >-
  FATF, Money Laundering Vulnerabilities of Free Trade Zones, March 2010; OECD recommendation on free trade zones,
  2019
inputs: [today.items]
window_days: 1
parameters:
  strength_high_tier: 1.0
  strength_other_tiers: 0.6
*/
WITH zoned AS (
    SELECT
        *,
        nullif(regexp_extract(
            upper(concat_ws(' ', consignor_name, consignor_address)),
            '(?:^|[^A-Z])(F\.?Z\.?E\.?|FZCO|FZ-?LLC|FZC|DMCC|FREE ?ZONE|FREE TRADE ZONE|FTZ|JAFZA|JEBEL ALI|SAIF ZONE|HAMRIYAH|СЭЗ|СВОБОДН\w* ЗОН\w*)(?:[^A-Z]|$)', 1
        ), '') AS zone
    FROM today.items
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignor' AS subject,
    CASE WHEN i.tier IN ('1', '2') THEN $strength_high_tier ELSE $strength_other_tiers END AS strength,
    coalesce(i.consignor_name, i.consignor_key, i.consignor_address) AS declared,
    i.zone AS reference,
    i.tier AS reference_id,
    {'country': i.consignor_country_code} AS detail
FROM zoned AS i
WHERE i.flow <> 'export' AND i.tier IS NOT NULL AND i.zone IS NOT NULL
  -- What the zone's own country made is at home there.
  AND i.origin_country_code IS DISTINCT FROM i.consignor_country_code
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
