/*
id: VOLUME_JUMP
title:
  en: Jump in priority goods
  ru: Скачок объёма приоритетных товаров
  kk: Басым тауарлар көлемінің күрт өсуі
meaning:
  en: >-
    What the trader declared in priority goods this month and the last two is many times what it used to be in three
    months. A new contract or project may explain it; ask for it.
  ru: >-
    Стоимость приоритетных товаров участника за этот и два предыдущих месяца во много раз выше его обычной за три
    месяца. Это может объяснить новый контракт или проект — запросите его.
  kk: >-
    Саудагердің осы және алдыңғы екі айда мәлімдеген басым тауарларының құны үш айдағы әдеттегісінен бірнеше есе
    көп. Мұны жаңа келісімшарт немесе жоба түсіндіруі мүмкін, оны сұратыңыз.
sentence:
  en: "Priority goods for {declared} within three months, {reference} before"
  ru: "Приоритетных товаров за три месяца: {declared}, прежде: {reference}"
  kk: "Үш айдағы басым тауарлар: {declared}, бұрын: {reference}"
source: >-
  FinCEN and BIS supplemental joint alert FIN-2023-Alert004, 19 May 2023 (sudden rise of orders of high-priority
  items)
inputs: [today.items, today.priority, past.trades, past.lake]
window_days: 365
parameters:
  least_times: 5.0
  least_value: 50000.0
  least_months_before: 6
  least_history_days: 270
*/
WITH before AS (
    SELECT
        trader_key, flow, currency_code,
        sum(value) FILTER (month >= date_trunc('month', $screening_date) - INTERVAL 2 MONTH) AS lately,
        coalesce(sum(value) FILTER (month < date_trunc('month', $screening_date) - INTERVAL 2 MONTH), 0) AS earlier
    FROM past.trades
    SEMI JOIN today.priority USING (hs6)
    GROUP BY ALL
),
age AS (
    SELECT trader_key, min(first_date) AS first_date FROM past.trades GROUP BY trader_key
),
now AS (
    SELECT trader_key, flow, statistical_currency_code AS currency_code, sum(statistical_value) AS value
    FROM today.items
    WHERE tier IS NOT NULL AND statistical_value BETWEEN 0 AND 1e12
    GROUP BY ALL
),
judged AS (
    SELECT
        now.trader_key, now.flow, now.currency_code,
        now.value + coalesce(b.lately, 0) AS lately,
        -- Ten months before, so a third of them is what three months used to bring; never less than a tenth of the limit,
        -- so that coming from nothing is no jump without end.
        greatest(coalesce(b.earlier, 0) / (10.0 / 3), $least_value / 10) AS usual
    FROM now
    LEFT JOIN before AS b
      ON b.trader_key = now.trader_key AND b.flow = now.flow AND b.currency_code IS NOT DISTINCT FROM now.currency_code
    -- A firm without a past cannot jump; that it is new is said elsewhere.
    JOIN age AS a
      ON a.trader_key = now.trader_key
     AND a.first_date <= date_trunc('month', $screening_date) - to_months(CAST($least_months_before AS INTEGER))
    JOIN past.lake AS l ON l.first_date <= $screening_date - CAST($least_history_days AS INTEGER)
)
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    1.0 - 0.5 * $least_times / (j.lately / j.usual) AS strength,
    trim(format('{:.0f} {}', j.lately, coalesce(j.currency_code, ''))) AS declared,
    trim(format('{:.0f} {}', j.usual, coalesce(j.currency_code, ''))) AS reference,
    i.tier AS reference_id,
    {'times': round(j.lately / j.usual, 1)} AS detail
FROM today.items AS i
JOIN judged AS j
  ON j.trader_key = i.trader_key AND j.flow = i.flow AND j.currency_code IS NOT DISTINCT FROM i.statistical_currency_code
WHERE i.tier IS NOT NULL AND j.lately >= $least_value AND j.lately >= $least_times * j.usual
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
