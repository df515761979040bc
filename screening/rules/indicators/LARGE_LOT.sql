/*
id: LARGE_LOT
title:
  en: Far more priority goods at once than usual
  ru: Необычно крупная партия приоритетных товаров
  kk: Басым тауарлардың әдеттен тыс ірі партиясы
meaning:
  en: >-
    One declaration brings many times the value that a lot of this subheading usually has, and many times what this trader
    takes of it. A single order of such a size needs a project behind it: ask for which, and for the end user.
  ru: >-
    Одна декларация во много раз дороже обычной партии этой субпозиции и того, что этот участник по ней берёт. За таким
    заказом должен стоять проект: спросите какой и кто конечный пользователь.
  kk: >-
    Бір декларация осы қосалқы позицияның әдеттегі партиясынан және осы саудагер алатынынан әлденеше есе қымбат. Мұндай
    тапсырыстың артында жоба болуы керек: қайсысы екенін және соңғы пайдаланушыны сұраңыз.
sentence:
  en: "One lot of {declared} under code {reference_id}; lots of it usually come to {reference}"
  ru: "Одна партия на {declared} с кодом {reference_id}; обычная партия — {reference}"
  kk: "{reference_id} коды бойынша бір партия — {declared}; әдеттегі партия — {reference}"
source: >-
  FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (sudden rise of orders of high-priority
  items)
inputs: [today.items, today.priority, past.trades]
window_days: 365
parameters:
  least_times: 6.0
  least_times_own: 3.0
  least_value: 20000.0
  least_items: 30
  least_own_items: 3
*/
WITH lots AS (
    SELECT
        declaration_id, trader_key, flow, hs6, tier, statistical_currency_code AS currency_code,
        min(item_number) AS item_number,
        sum(statistical_value) AS value
    FROM today.items
    WHERE tier IS NOT NULL AND statistical_value BETWEEN 0 AND 1e12
    GROUP BY ALL
    HAVING sum(statistical_value) >= $least_value
),
-- What the day's traders took of it during the year: enough of them to know what is usual.
usual AS (
    SELECT flow, hs6, currency_code, sum(value) / sum(item_count) AS value
    FROM past.trades
    SEMI JOIN today.priority USING (hs6)
    GROUP BY ALL
    HAVING sum(item_count) >= $least_items
),
own AS (
    SELECT trader_key, flow, hs6, currency_code, sum(value) / sum(item_count) AS value
    FROM past.trades
    SEMI JOIN today.priority USING (hs6)
    GROUP BY ALL
    HAVING sum(item_count) >= $least_own_items
)
SELECT
    l.declaration_id,
    l.item_number,
    'goods' AS subject,
    1.0 - 0.5 * $least_times / (l.value / u.value) AS strength,
    trim(format('{:.0f} {}', l.value, coalesce(l.currency_code, ''))) AS declared,
    trim(format('{:.0f} {}', u.value, coalesce(l.currency_code, ''))) AS reference,
    l.hs6 AS reference_id,
    {'times': round(l.value / u.value, 1), 'own_usual': round(o.value, 0)} AS detail
FROM lots AS l
JOIN usual AS u
  ON u.flow = l.flow AND u.hs6 = l.hs6 AND u.currency_code IS NOT DISTINCT FROM l.currency_code AND u.value > 0
LEFT JOIN own AS o
  ON o.trader_key = l.trader_key AND o.flow = l.flow AND o.hs6 = l.hs6
 AND o.currency_code IS NOT DISTINCT FROM l.currency_code
WHERE l.value >= $least_times * u.value
  AND l.value >= $least_times_own * coalesce(o.value, 0)
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY l.declaration_id ORDER BY l.value / u.value DESC, l.item_number) = 1
