/*
id: SUCCESSOR_AT_ADDRESS
title:
  en: New consignee at the address of one that fell silent
  ru: Новый получатель по адресу умолкнувшего
  kk: Үнсіз қалған алушының мекенжайындағы жаңа алушы
meaning:
  en: >-
    The consignee is new, and the firm that received goods at this address before has stopped. A trade that goes on
    under a new name leaves its record behind. Compare directors, owners, telephone, goods and senders of both.
  ru: >-
    Получатель новый, а фирма, получавшая товары по этому адресу раньше, прекратила ввоз. Торговля, которая
    продолжается под новым именем, оставляет свою историю позади. Сравните директоров, владельцев, телефоны, товары
    и отправителей обеих.
  kk: >-
    Алушы жаңа, ал осы мекенжайда бұрын тауар алған фирма тоқтап қалған. Жаңа атаумен жалғасқан сауда өз тарихын
    артта қалдырады. Екеуінің директорларын, иелерін, телефондарын, тауарлары мен жөнелтушілерін салыстырыңыз.
sentence:
  en: "At the address {declared} another consignee received goods until {reference}, in {reference_id} declarations"
  ru: "По адресу {declared} до {reference} получал товары другой получатель, деклараций: {reference_id}"
  kk: "{declared} мекенжайында {reference} дейін басқа алушы тауар алған, декларациялар саны: {reference_id}"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (companies replaced under new names
  at the same address)
inputs: [today.items, past.addresses, past.parties, past.lake]
window_days: 365
parameters:
  new_for_days: 60
  silent_for_days: 30
  least_declarations: 3
  least_history_days: 120
  strength_other_goods: 0.4
*/
WITH newcomers AS (
    SELECT i.declaration_id, i.item_number, i.tier, i.consignee_key, i.consignee_address,
        address_key(i.consignee_address) AS address_key
    FROM today.items AS i
    JOIN past.parties AS p ON p.role = 'consignee' AND p.party_key = i.consignee_key
    JOIN past.lake AS l ON l.first_date <= $screening_date - CAST($least_history_days AS INTEGER)
    WHERE i.flow = 'import'
      AND coalesce(p.first_date, $screening_date) > $screening_date - CAST($new_for_days AS INTEGER)
),
before AS (
    SELECT
        n.declaration_id, n.item_number,
        max(a.last_date) AS last_date,
        sum(a.declaration_count) AS declaration_count,
        count(*) AS consignees
    FROM newcomers AS n
    JOIN past.addresses AS a ON a.address_key = n.address_key AND a.consignee_key <> n.consignee_key
    GROUP BY ALL
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE 1.0 END AS strength,
    i.consignee_address AS declared,
    CAST(b.last_date AS VARCHAR) AS reference,
    CAST(b.declaration_count AS VARCHAR) AS reference_id,
    {'silent_days': date_diff('day', b.last_date, $screening_date), 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM newcomers AS i
JOIN before AS b USING (declaration_id, item_number)
-- One predecessor, all of it silent: where several firms go on, nobody was replaced.
WHERE b.consignees = 1
  AND b.declaration_count >= $least_declarations
  AND b.last_date <= $screening_date - CAST($silent_for_days AS INTEGER)
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
