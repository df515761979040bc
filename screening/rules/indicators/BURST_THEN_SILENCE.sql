/*
id: BURST_THEN_SILENCE
title:
  en: Sender to firms that trade for weeks only
  ru: Отправитель фирм, торгующих лишь недели
  kk: Бірнеше апта ғана сауда жасайтын фирмалардың жөнелтушісі
meaning:
  en: >-
    The consignor supplied several consignees that appeared, received goods for a few weeks and were never seen
    again. Such one-day firms are used up, one after the other. Look at who orders and who pays.
  ru: >-
    Отправитель снабжал нескольких получателей, которые появлялись, несколько недель ввозили товары и больше не
    встречались. Такие фирмы-однодневки расходуют одну за другой. Выясните, кто заказывает и кто платит.
  kk: >-
    Жөнелтуші пайда болып, бірнеше апта тауар алып, кейін мүлде көрінбей кеткен бірнеше алушыны жабдықтаған. Мұндай
    бір күндік фирмалар бірінен кейін бірі жұмсалады. Кім тапсырыс беріп, кім төлейтінін анықтаңыз.
sentence:
  en: "Consignor {declared} sent to {reference} consignees that were gone within {reference_id} days"
  ru: "Отправитель {declared}: получателей, исчезнувших в пределах {reference_id} дн., — {reference}"
  kk: "Жөнелтуші {declared}: {reference_id} күн ішінде жоғалып кеткен алушылар саны: {reference}"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (short-lived front companies)
inputs: [today.items, past.partners]
window_days: 365
parameters:
  life_days: 60
  silent_for_days: 60
  least_consignees: 2
  least_share: 0.4
  strength_other_goods: 0.4
*/
WITH lives AS (
    SELECT
        consignor_key,
        count(*) FILTER (
            date_diff('day', consignee_first_date, consignee_last_date) < $life_days
            AND consignee_last_date <= $screening_date - CAST($silent_for_days AS INTEGER)
        ) AS gone,
        count(*) AS partners
    FROM past.partners
    GROUP BY consignor_key
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignor' AS subject,
    (1.0 - 0.5 * $least_consignees / l.gone) * CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE 1.0 END AS strength,
    coalesce(i.consignor_name, i.consignor_key) AS declared,
    CAST(l.gone AS VARCHAR) AS reference,
    CAST(CAST($life_days AS BIGINT) AS VARCHAR) AS reference_id,
    {'gone': l.gone, 'partners': l.partners, 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM today.items AS i
JOIN lives AS l USING (consignor_key)
-- A share, because a large seller always has customers who bought once.
WHERE i.flow = 'import' AND l.gone >= $least_consignees AND l.gone >= $least_share * l.partners
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
