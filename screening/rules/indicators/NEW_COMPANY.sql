/*
id: NEW_COMPANY
title:
  en: Firm registered weeks ago
  ru: Фирма зарегистрирована недавно
  kk: Жақында тіркелген фирма
meaning:
  en: >-
    By the register of legal entities the consignee was founded a short time ago and already receives priority
    goods. Look at its founders, capital, address and at who pays.
  ru: >-
    По реестру юридических лиц получатель учреждён недавно и уже ввозит приоритетные товары. Проверьте учредителей,
    капитал, адрес и плательщика.
  kk: >-
    Заңды тұлғалар тізілімі бойынша алушы жақында құрылған және басым тауарларды алып та отыр. Құрылтайшыларын,
    капиталын, мекенжайын және төлеушісін тексеріңіз.
sentence:
  en: "Registered on {reference}, receives goods of code {declared}, tier {reference_id}"
  ru: "Зарегистрирован {reference}, ввозит товар с кодом {declared}, уровень {reference_id}"
  kk: "{reference} күні тіркелген, {declared} кодты, {reference_id} деңгейіндегі тауарды алып отыр"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (newly founded companies);
  FIN-2023-Alert004
inputs: [today.items, intake.companies]
window_days: 1
parameters:
  new_for_days: 120
  strength_high_tier: 1.0
  strength_other_tiers: 0.6
*/
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    (1.0 - 0.5 * date_diff('day', c.registered_date, $screening_date) / $new_for_days)
        * (CASE WHEN i.tier IN ('1', '2') THEN $strength_high_tier ELSE $strength_other_tiers END) AS strength,
    i.hs_code AS declared,
    CAST(c.registered_date AS VARCHAR) AS reference,
    i.tier AS reference_id,
    {'days_old': date_diff('day', c.registered_date, $screening_date)} AS detail
FROM today.items AS i
JOIN intake.companies AS c ON c.tax_id = i.consignee_tax_id
WHERE i.flow = 'import'
  AND i.tier IS NOT NULL
  AND c.registered_date > $screening_date - CAST($new_for_days AS INTEGER)
  AND c.registered_date <= $screening_date
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
