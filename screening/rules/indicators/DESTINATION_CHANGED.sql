/*
id: DESTINATION_CHANGED
title:
  en: Destination or consignee changed after lodging
  ru: Назначение или получатель изменены после подачи
  kk: Беру сәтінен кейін межелі ел немесе алушы өзгерді
meaning:
  en: >-
    A correction changed the country of destination or the consignee of goods that were already declared. Ask why,
    and who gave the order; hold it against the contract.
  ru: >-
    Корректировкой изменены страна назначения или получатель уже задекларированного товара. Выясните причину и по
    чьему указанию, сверьте с договором.
  kk: >-
    Мәлімделіп қойған тауардың межелі елі немесе алушысы түзетумен өзгертілген. Себебін және кім нұсқау бергенін
    анықтап, шартпен салыстырыңыз.
sentence:
  en: "After correction {declared}, before it {reference}"
  ru: "После корректировки: {declared}, до неё: {reference}"
  kk: "Түзетуден кейін: {declared}, оған дейін: {reference}"
source: >-
  FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (last-minute changes of consignee or
  destination)
inputs: [today.items, intake.superseded_items]
window_days: 1
parameters:
  strength_listed_goods: 1.0
  strength_other_goods: 0.5
*/
SELECT
    i.declaration_id,
    i.item_number,
    'route' AS subject,
    CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE $strength_listed_goods END AS strength,
    format('{}, {}', coalesce(i.destination_country_code, '?'), coalesce(i.consignee_name, i.consignee_key, '?')) AS declared,
    format('{}, {}', coalesce(s.destination_country_code, '?'), coalesce(s.consignee_name, s.consignee_tax_id, '?')) AS reference,
    'correction ' || i.correction_number AS reference_id,
    {'destination_changed': i.destination_country_code IS DISTINCT FROM s.destination_country_code,
     'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM today.items AS i
JOIN intake.superseded_items AS s
  ON s.registration_date = $screening_date AND s.declaration_id = i.declaration_id AND s.item_number = i.item_number
WHERE s.correction_number < i.correction_number
  -- What was missing and is filled in is no change.
  AND (i.destination_country_code <> s.destination_country_code
       OR (i.consignee_key <> party_key(s.consignee_tax_id, s.consignee_name)
           AND NOT (i.consignee_tax_id IS NOT NULL AND s.consignee_tax_id IS NULL)))
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (
    PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number, s.correction_number DESC
) = 1
