/*
id: BUSY_FROM_THE_START
title:
  en: Many declarations in a firm's first weeks
  ru: Много деклараций в первые недели фирмы
  kk: Фирманың алғашқы апталарындағы көп декларация
meaning:
  en: >-
    The consignee was first seen some days ago and lodges one declaration after the other, with priority goods among them.
    An honest firm begins slowly; a one-day firm has to be done before somebody looks. Look before it is gone.
  ru: >-
    Получатель впервые замечен несколько дней назад и подаёт декларацию за декларацией, в том числе на приоритетные
    товары. Обычная фирма начинает не спеша, однодневка спешит закончить до проверки. Проверьте, пока она не исчезла.
  kk: >-
    Алушы бірнеше күн бұрын ғана пайда болып, декларацияны бірінен соң бірін береді, арасында басым тауарлар бар. Адал
    фирма асықпай бастайды, бір күндік фирма тексерілгенше үлгеруге асығады. Жоғалып кетпей тұрғанда тексеріңіз.
sentence:
  en: "{declared} declarations since the consignee was first seen on {reference}; priority goods of code {reference_id}"
  ru: "Деклараций с первого появления получателя {reference}: {declared}; приоритетный товар с кодом {reference_id}"
  kk: "Алушы алғаш кездескен {reference} күнінен бергі декларация саны: {declared}; {reference_id} кодты басым тауар"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (short-lived front companies)
inputs: [today.items, past.parties, past.lake]
window_days: 36500
parameters:
  new_for_days: 25
  least_declarations: 3
  least_history_days: 90
*/
WITH busy AS (
    SELECT
        i.consignee_key,
        coalesce(any_value(p.first_date), $screening_date) AS first_date,
        count(DISTINCT i.declaration_id) + coalesce(any_value(p.declaration_count), 0) AS declarations
    FROM today.items AS i
    JOIN past.parties AS p ON p.role = 'consignee' AND p.party_key = i.consignee_key
    -- A lake that is younger than the window cannot know who is new.
    JOIN past.lake AS l ON l.first_date <= $screening_date - CAST($least_history_days AS INTEGER)
    WHERE i.flow = 'import'
    GROUP BY i.consignee_key
    HAVING coalesce(any_value(p.first_date), $screening_date) > $screening_date - CAST($new_for_days AS INTEGER)
       AND count(DISTINCT i.declaration_id) + coalesce(any_value(p.declaration_count), 0) >= $least_declarations
)
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    1.0 - 0.5 * $least_declarations / b.declarations AS strength,
    CAST(b.declarations AS VARCHAR) AS declared,
    CAST(b.first_date AS VARCHAR) AS reference,
    i.hs6 AS reference_id,
    {'days_known': date_diff('day', b.first_date, $screening_date), 'tier': i.tier} AS detail
FROM today.items AS i
JOIN busy AS b USING (consignee_key)
WHERE i.flow = 'import' AND i.tier IS NOT NULL
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier, i.item_number) = 1
