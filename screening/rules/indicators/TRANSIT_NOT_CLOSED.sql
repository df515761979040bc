/*
id: TRANSIT_NOT_CLOSED
title:
  en: Carrier with transits that were not closed
  ru: Перевозчик с незакрытыми транзитами
  kk: Жабылмаған транзиттері бар тасымалдаушы
meaning:
  en: >-
    Many of this carrier's transits of earlier months show no release to this day. Before the next one leaves, find
    out where the earlier goods are; ask for a guarantee or an escort.
  ru: >-
    Многие транзиты этого перевозчика за прошлые месяцы до сих пор не завершены выпуском. Прежде чем уйдёт
    следующий, выясните, где прежние товары; рассмотрите обеспечение или сопровождение.
  kk: >-
    Осы тасымалдаушының өткен айлардағы көптеген транзиті әлі күнге шығарумен аяқталмаған. Келесісі жөнелгенше
    бұрынғы тауарлар қайда екенін анықтаңыз; қамтамасыз етуді немесе алып жүруді қарастырыңыз.
sentence:
  en: "{declared} of {reference} earlier transits of the carrier are not closed"
  ru: "Не закрыто транзитов перевозчика: {declared} из {reference}"
  kk: "Тасымалдаушының {reference} транзитінің {declared} жабылмаған"
source: >-
  FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025 (goods diverted in transit)
inputs: [today.items, past.transits]
window_days: 365
parameters:
  least_open: 3
  least_share: 0.2
  strength_other_goods: 0.6
*/
SELECT
    i.declaration_id,
    i.item_number,
    'carrier' AS subject,
    least(1.0, 0.5 + t.open_count / t.declaration_count) * CASE WHEN i.tier IS NULL THEN $strength_other_goods ELSE 1.0 END
        AS strength,
    CAST(t.open_count AS VARCHAR) AS declared,
    CAST(t.declaration_count AS VARCHAR) AS reference,
    'transits' AS reference_id,
    {'share': round(t.open_count / t.declaration_count, 2), 'is_priority_goods': i.tier IS NOT NULL} AS detail
FROM today.items AS i
JOIN past.transits AS t USING (carrier_key)
WHERE i.flow = 'transit' AND t.open_count >= $least_open AND t.open_count >= $least_share * t.declaration_count
  -- Where nearly nothing is ever closed, the field is not filled in, and says nothing.
  AND t.open_count < 0.95 * t.declaration_count
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY i.tier NULLS LAST, i.item_number) = 1
