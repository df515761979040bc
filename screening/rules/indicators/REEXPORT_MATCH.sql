/*
id: REEXPORT_MATCH
title:
  en: Imported lot invoiced onward
  ru: Ввезённая партия выставлена по счёту дальше
  kk: Әкелінген партия әрі қарай шотпен сатылған
meaning:
  en: >-
    An invoice of the consignee names this declaration, or the same goods within weeks, and a buyer in a watched
    country. Inside a customs union no declaration shows that they left. Compare quantities and ask for the waybill.
  ru: >-
    Счёт получателя указывает на эту декларацию или на такой же товар в пределах недель, а покупатель — из
    наблюдаемой страны. Внутри союза вывоз в декларациях не виден. Сверьте количество и запросите накладную.
  kk: >-
    Алушының шоты осы декларацияны немесе бірнеше апта ішінде дәл сондай тауарды атайды, ал сатып алушы бақылаудағы
    елден. Одақ ішінде шығарылғаны декларацияда көрінбейді. Санын салыстырып, жүкқұжатын сұратыңыз.
sentence:
  en: "Invoice of {reference} to a buyer in {declared}, {reference_id} days after"
  ru: "Счёт от {reference} покупателю в {declared}, через {reference_id} дн."
  kk: "{declared} еліндегі сатып алушыға {reference} күнгі шот, {reference_id} күннен кейін"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (re-export inside a customs union)
inputs: [today.items, intake.invoices]
window_days: 1
parameters:
  watched: [BY, RU]
  within_days: 90
  strength_by_code: 0.7
  strength_other_goods: 0.5
*/
WITH onward AS (
    SELECT
        invoice_date, declaration_id, declaration_item_number,
        party_key(seller_tax_id, seller_name) AS consignee_key,
        CASE WHEN length(hs_code) >= 6 THEN left(hs_code, 6) END AS hs6,
        coalesce(destination_country_code, buyer_country_code) AS country
    FROM intake.invoices
    WHERE invoice_date BETWEEN $screening_date AND $screening_date + CAST($within_days AS INTEGER)
      AND list_contains($watched, coalesce(destination_country_code, buyer_country_code))
),
matched AS (
    SELECT i.declaration_id, i.item_number, i.tier, o.invoice_date, o.country, o.declaration_id IS NOT NULL AS is_named
    FROM today.items AS i
    JOIN onward AS o
      ON o.declaration_id = i.declaration_id AND coalesce(o.declaration_item_number, i.item_number) = i.item_number
    WHERE i.flow = 'import'
    UNION ALL
    SELECT i.declaration_id, i.item_number, i.tier, o.invoice_date, o.country, false
    FROM today.items AS i
    JOIN onward AS o ON o.declaration_id IS NULL AND o.consignee_key = i.consignee_key AND o.hs6 = i.hs6
    WHERE i.flow = 'import'
)
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    (CASE WHEN i.is_named THEN 1.0 ELSE $strength_by_code END)
        * (CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE 1.0 END) AS strength,
    i.country AS declared,
    CAST(i.invoice_date AS VARCHAR) AS reference,
    CAST(date_diff('day', $screening_date, i.invoice_date) AS VARCHAR) AS reference_id,
    {'names_the_declaration': i.is_named, 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM matched AS i
-- One reason for a declaration: its most telling item and first invoice.
QUALIFY row_number() OVER (
    PARTITION BY i.declaration_id ORDER BY i.is_named DESC, i.tier NULLS LAST, i.item_number, i.invoice_date
) = 1
