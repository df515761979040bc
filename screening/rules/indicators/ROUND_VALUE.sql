/*
id: ROUND_VALUE
title:
  en: Values too round
  ru: Слишком круглые суммы
  kk: Тым дөңгелек сомалар
meaning:
  en: >-
    Every item of the declaration costs a round sum. Goods have odd prices; invented invoices have round ones. Ask
    for the price list and the payment order.
  ru: >-
    Каждый товар декларации стоит круглую сумму. У настоящих товаров цены неровные, у придуманных счетов — круглые.
    Запросите прайс-лист и платёжное поручение.
  kk: >-
    Декларациядағы әр тауардың құны дөңгелек сома. Нағыз тауардың бағасы тегіс болмайды, ойдан шығарылған шоттардікі
    дөңгелек. Баға парағын және төлем тапсырмасын сұратыңыз.
sentence:
  en: "All {reference} items cost round sums, together {declared}"
  ru: "Все товары ({reference}) стоят круглые суммы, вместе {declared}"
  kk: "Барлық {reference} тауардың құны дөңгелек сома, жалпы {declared}"
source: >-
  FATF and Egmont Group, Trade-Based Money Laundering, December 2020 (invoices with round figures)
inputs: [today.items]
window_days: 1
parameters:
  least_items: 2
  round_to: 1000
  least_value: 5000.0
  strength_other_goods: 0.5
*/
WITH invoices AS (
    SELECT
        declaration_id,
        count(*) AS items,
        sum(invoice_value) AS value,
        any_value(invoice_currency_code) AS currency,
        bool_and(invoice_value >= $round_to AND invoice_value % $round_to = 0) AS is_round
    FROM today.items
    GROUP BY declaration_id
    HAVING count(*) = count(invoice_value) AND count(DISTINCT invoice_currency_code) = 1
)
SELECT
    i.declaration_id,
    i.item_number,
    'price' AS subject,
    (1.0 - 0.5 * $least_items / v.items) * CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE 1.0 END AS strength,
    format('{:.0f} {}', v.value, v.currency) AS declared,
    CAST(v.items AS VARCHAR) AS reference,
    'invoice' AS reference_id,
    {'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM today.items AS i
JOIN invoices AS v USING (declaration_id)
WHERE v.is_round AND v.items >= $least_items AND v.value >= $least_value AND v.value <= 1e12
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
