/*
id: NEW_CONSIGNEE_HIGH_TIER
title:
  en: New consignee of top-tier goods
  ru: Новый получатель товаров высшего приоритета
  kk: Жоғары басымдықты тауарлардың жаңа алушысы
meaning:
  en: >-
    The consignee appeared less than 90 days ago and already receives goods of the first two tiers of the priority
    list. Look at its registration, director, address and earlier trade.
  ru: >-
    Получатель появился менее 90 дней назад и уже ввозит товары первых двух уровней приоритетного перечня. Проверьте
    его регистрацию, директора, адрес и прежнюю деятельность.
  kk: >-
    Алушының пайда болғанына 90 күн толмаған, бірақ басымдықты тізімнің алғашқы екі деңгейіндегі тауарларды алып отыр.
    Тіркелуін, директорын, мекенжайын және бұрынғы саудасын тексеріңіз.
sentence:
  en: "Consignee first seen on {reference} receives goods of tier {reference_id} under code {declared}"
  ru: "Получатель впервые замечен {reference}, а уже ввозит товары уровня {reference_id}, код {declared}"
  kk: "Алушы алғаш рет {reference} күні кездескен, енді {reference_id} деңгейіндегі {declared} кодты тауарды алып отыр"
source: FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (new customers of high-priority items)
inputs: [today.items, past.parties, past.lake]
window_days: 36500
parameters:
  new_for_days: 90
  least_history_days: 90
  tiers: ["1", "2"]
*/
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    1.0 - 0.5 * date_diff('day', coalesce(p.first_date, $screening_date), $screening_date) / $new_for_days AS strength,
    i.hs_code AS declared,
    CAST(coalesce(p.first_date, $screening_date) AS VARCHAR) AS reference,
    i.tier AS reference_id,
    {
        'first_seen': coalesce(p.first_date, $screening_date),
        'days_known': date_diff('day', coalesce(p.first_date, $screening_date), $screening_date)
    } AS detail
FROM today.items AS i
JOIN past.parties AS p ON p.role = 'consignee' AND p.party_key = i.consignee_key
-- A lake that is younger than the window cannot know who is new.
JOIN past.lake AS l ON l.first_date <= $screening_date - CAST($least_history_days AS INTEGER)
WHERE i.flow = 'import'
  AND list_contains($tiers, i.tier)
  AND coalesce(p.first_date, $screening_date) > $screening_date - CAST($new_for_days AS INTEGER)
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier, i.item_number) = 1
