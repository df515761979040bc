/*
id: THIRD_COUNTRY_PAYER
title:
  en: Paid from a country that has no part in the trade
  ru: Оплата из страны, не участвующей в сделке
  kk: Мәмілеге қатысы жоқ елден төленген
meaning:
  en: >-
    The bank account named in the terms of payment, or the person responsible for payment, is of a country that
    neither sends, sells, buys nor receives the goods. Ask who pays for whom, and why.
  ru: >-
    Банковский счёт в условиях оплаты или лицо, ответственное за оплату, относятся к стране, которая не отправляет,
    не продаёт, не покупает и не получает товар. Выясните, кто за кого платит и почему.
  kk: >-
    Төлем шарттарындағы банк шоты немесе төлемге жауапты тұлға тауарды жөнелтпейтін, сатпайтын, сатып алмайтын және
    алмайтын елге тиесілі. Кім кім үшін және неге төлейтінін анықтаңыз.
sentence:
  en: "Payment by way of {declared}; the trade is between {reference}"
  ru: "Оплата через {declared}, а сделка между {reference}"
  kk: "Төлем {declared} арқылы, ал сауда мына елдер арасында: {reference}"
source: >-
  FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (payment by a third party that is no end
  user)
inputs: [today.items]
window_days: 1
parameters:
  havens: [AE, CY, HK, KG, LI, MU, SC, SG, TR, VG]
  strength_listed_goods: 1.0
  strength_other_goods: 0.4
*/
WITH paid AS (
    SELECT
        *,
        list_filter(
            [
                -- The country of an IBAN (two letters, two digits, at least eleven more signs) and that of a SWIFT code.
                nullif(regexp_extract(replace(upper(payment_details), ' ', ''), '([A-Z]{2})[0-9]{2}[A-Z0-9]{11,30}', 1), ''),
                nullif(regexp_extract(upper(payment_details), '(?:SWIFT|BIC)[^A-Z0-9]*[A-Z]{4}([A-Z]{2})[A-Z0-9]{2}', 1), ''),
                responsible_country_code
            ],
            lambda country: country IS NOT NULL
        ) AS payers,
        list_filter(
            [consignor_country_code, consignee_country_code, trade_country_code, destination_country_code,
             dispatch_country_code, origin_country_code, carrier_country_code],
            lambda country: country IS NOT NULL
        ) AS partners
    FROM today.items
),
strangers AS (
    SELECT *, list_sort(list_distinct(list_filter(payers, lambda country: NOT list_contains(partners, country)))) AS strange
    FROM paid
)
SELECT
    i.declaration_id,
    i.item_number,
    'payment' AS subject,
    (CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE $strength_listed_goods END)
        * (CASE WHEN list_has_any($havens, i.strange) THEN 1.0 ELSE 0.7 END) AS strength,
    list_aggregate(i.strange, 'string_agg', ', ') AS declared,
    list_aggregate(list_sort(list_distinct(i.partners)), 'string_agg', ', ') AS reference,
    'payment' AS reference_id,
    {'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM strangers AS i
WHERE len(i.strange) > 0 AND len(i.partners) > 0
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
