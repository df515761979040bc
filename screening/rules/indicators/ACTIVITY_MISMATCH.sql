/*
id: ACTIVITY_MISMATCH
title:
  en: Registered activity that has no use for the goods
  ru: Род занятий фирмы не требует таких товаров
  kk: Фирманың қызмет түріне мұндай тауар қажет емес
meaning:
  en: >-
    By its registered activity the firm farms, builds, cooks or cuts hair, and imports goods of the first two tiers.
    Registers lag behind life; ask what the goods are for.
  ru: >-
    По заявленному роду занятий фирма ведёт сельское хозяйство, строит, готовит еду или оказывает бытовые услуги, а
    ввозит товары первых двух уровней. Реестры отстают от жизни; спросите, для чего товар.
  kk: >-
    Тіркелген қызмет түрі бойынша фирма ауыл шаруашылығымен, құрылыспен, тамақпен немесе тұрмыстық қызметпен
    айналысады, бірақ алғашқы екі деңгейдегі тауарларды әкеледі. Тізілімдер өмірден кейін қалады; тауар не үшін
    керегін сұраңыз.
sentence:
  en: "Activity {reference} and goods of code {declared}, tier {reference_id}"
  ru: "Вид деятельности {reference}, а товар с кодом {declared}, уровень {reference_id}"
  kk: "Қызмет түрі {reference}, ал тауар коды {declared}, {reference_id} деңгейі"
source: >-
  FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (items that do not fit the buyer's line of
  business)
inputs: [today.items, intake.companies]
window_days: 1
parameters:
  tiers: ["1", "2"]
  unlikely_divisions: ["01", "02", "03", "10", "11", "12", "13", "14", "15", "16", "18", "41", "42", "47", "55", "56", "68", "79", "81", "88", "93", "94", "96"]
*/
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    1.0 AS strength,
    i.hs_code AS declared,
    c.activity_code AS reference,
    i.tier AS reference_id,
    {'division': left(c.activity_code, 2)} AS detail
FROM today.items AS i
JOIN intake.companies AS c ON c.tax_id = i.consignee_tax_id
WHERE i.flow = 'import'
  AND list_contains($tiers, i.tier)
  AND list_contains($unlikely_divisions, left(c.activity_code, 2))
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
