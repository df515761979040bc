/*
id: VAGUE_DESCRIPTION
title:
  en: Priority goods that nobody could recognise
  ru: Приоритетный товар описан неузнаваемо
  kk: Басым тауар танылмайтындай сипатталған
meaning:
  en: >-
    Goods of the priority list are described in a few words, without maker, brand, model or a figure. Nobody can
    tell from it what they are. Ask for the data sheet before release.
  ru: >-
    Товар приоритетного перечня описан несколькими словами, без изготовителя, марки, модели и цифр. По такому
    описанию нельзя понять, что это. До выпуска запросите техническое описание.
  kk: >-
    Басымдықты тізімдегі тауар өндірушісі, маркасы, моделі және сандары жоқ бірнеше сөзбен сипатталған. Мұндай
    сипаттамадан оның не екенін білу мүмкін емес. Шығарылғанға дейін техникалық сипаттамасын сұратыңыз.
sentence:
  en: "Described as «{declared}» under code {reference}"
  ru: "Описание «{declared}» при коде {reference}"
  kk: "{reference} коды бойынша тауар былай сипатталған: «{declared}»"
source: >-
  WCO guide on strategic trade control enforcement (vague or incomplete descriptions)
inputs: [today.items]
window_days: 1
parameters:
  most_words: 4
*/
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    CASE WHEN i.tier IN ('1', '2') THEN 1.0 ELSE 0.6 END AS strength,
    i.goods_description AS declared,
    i.hs_code AS reference,
    i.tier AS reference_id,
    {'words': len(regexp_extract_all(i.goods_description, '[\p{L}]{2,}'))} AS detail
FROM today.items AS i
WHERE i.tier IS NOT NULL
  AND i.maker_name IS NULL AND i.brand_name IS NULL AND i.model_name IS NULL
  AND NOT regexp_matches(i.goods_description, '[0-9]')
  AND len(regexp_extract_all(i.goods_description, '[\p{L}]{2,}')) <= $most_words
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
