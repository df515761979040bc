/*
id: DORMANT_CONSIGNEE
title:
  en: Consignee back after a long silence
  ru: Получатель вернулся после долгого перерыва
  kk: Ұзақ үзілістен кейін оралған алушы
meaning:
  en: >-
    The consignee did not trade for half a year or more and comes back with priority goods. Firms on the shelf are
    bought for their clean record. Ask whether owner or director changed.
  ru: >-
    Получатель полгода и дольше не вёл торговли и возвращается с товарами приоритетного перечня. «Спящие» фирмы
    покупают ради чистой истории. Выясните, не сменились ли владелец или директор.
  kk: >-
    Алушы жарты жыл немесе одан да ұзақ сауда жасамай, басымдықты тізімдегі тауармен оралып отыр. «Ұйықтап жатқан»
    фирмалар таза тарихы үшін сатып алынады. Иесі не директоры ауыспағанын анықтаңыз.
sentence:
  en: "Consignee not seen since {reference} receives priority goods, code {declared}"
  ru: "Получатель, не встречавшийся с {reference}, ввозит приоритетный товар, код {declared}"
  kk: "{reference} бері кездеспеген алушы {declared} кодты басым тауарды алып отыр"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (dormant companies that are brought
  back to life)
inputs: [today.items, past.parties]
window_days: 36500
parameters:
  silent_for_days: 180
  least_declarations: 2
*/
SELECT
    i.declaration_id,
    i.item_number,
    'consignee' AS subject,
    least(1.0, 0.5 + 0.5 * date_diff('day', p.last_date, $screening_date) / (3 * $silent_for_days)) AS strength,
    i.hs_code AS declared,
    CAST(p.last_date AS VARCHAR) AS reference,
    i.tier AS reference_id,
    {'silent_days': date_diff('day', p.last_date, $screening_date), 'declarations_before': p.declaration_count} AS detail
FROM today.items AS i
JOIN past.parties AS p ON p.role = 'consignee' AND p.party_key = i.consignee_key
WHERE i.flow = 'import'
  AND i.tier IS NOT NULL
  AND p.declaration_count >= $least_declarations
  AND p.last_date <= $screening_date - CAST($silent_for_days AS INTEGER)
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
