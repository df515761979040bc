/*
id: NEW_CONSIGNEE_POST_2022
title:
  en: Importer of top-tier goods founded after February 2022
  ru: Импортёр товаров высшего уровня основан после февраля 2022 года
  kk: 2022 жылғы ақпаннан кейін құрылған жоғары деңгейлі тауар импорттаушысы
meaning:
  en: >-
    The firm was founded after 24 February 2022 and imports goods of the first two tiers. So were many honest ones;
    it counts together with other signs only.
  ru: >-
    Фирма основана после 24 февраля 2022 года и ввозит товары первых двух уровней. Таких честных фирм много; признак
    важен лишь вместе с другими.
  kk: >-
    Фирма 2022 жылғы 24 ақпаннан кейін құрылып, алғашқы екі деңгейдегі тауарларды әкеледі. Адал фирмалардың да көбі
    осындай; бұл белгі басқаларымен бірге ғана маңызды.
sentence:
  en: "Founded on {reference}, imports goods of tier {reference_id} under code {declared}"
  ru: "Основан {reference}, ввозит товары уровня {reference_id}, код {declared}"
  kk: "{reference} күні құрылған, {reference_id} деңгейіндегі {declared} кодты тауарды әкеледі"
source: >-
  FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (customers founded after 24 February 2022)
inputs: [today.items, intake.companies]
window_days: 1
parameters:
  tiers: ["1", "2"]
*/
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    1.0 AS strength,
    i.hs_code AS declared,
    CAST(c.registered_date AS VARCHAR) AS reference,
    i.tier AS reference_id,
    {'registered': c.registered_date} AS detail
FROM today.items AS i
JOIN intake.companies AS c ON c.tax_id = i.consignee_tax_id
WHERE i.flow = 'import'
  AND list_contains($tiers, i.tier)
  AND c.registered_date > DATE '2022-02-24'
  AND c.registered_date <= $screening_date
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
