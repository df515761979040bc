/*
id: CODE_CHANGED_BY_CORRECTION
title:
  en: Correction took the goods off the priority list
  ru: Корректировка вывела товар из приоритетного перечня
  kk: Түзету тауарды басымдықты тізімнен шығарды
meaning:
  en: >-
    An earlier version of this declaration had a code of the priority list; the correction replaced it by one that
    is not on it. Ask what the correction rests on, and look at the goods.
  ru: >-
    В прежней версии декларации был код приоритетного перечня, корректировка заменила его кодом вне перечня.
    Запросите основание корректировки и осмотрите товар.
  kk: >-
    Декларацияның бұрынғы нұсқасында басымдықты тізімнің коды болған, түзету оны тізімде жоқ кодпен алмастырған.
    Түзетудің негізін сұратып, тауарды қараңыз.
sentence:
  en: "Code {declared} replaced {reference} (tier {reference_id}) in a correction"
  ru: "Код {declared} заменил при корректировке {reference} (уровень {reference_id})"
  kk: "Түзету кезінде {declared} коды {reference} кодын ({reference_id} деңгейі) алмастырды"
source: >-
  WCO guide on strategic trade control enforcement (misclassification of strategic goods)
inputs: [today.items, today.priority, intake.superseded_items]
window_days: 1
parameters: {}
*/
SELECT
    i.declaration_id,
    i.item_number,
    'goods' AS subject,
    1.0 AS strength,
    i.hs_code AS declared,
    s.hs_code AS reference,
    p.tier AS reference_id,
    {'correction_number': i.correction_number} AS detail
FROM today.items AS i
-- A correction keeps the day on which the declaration was registered.
JOIN intake.superseded_items AS s
  ON s.registration_date = $screening_date AND s.declaration_id = i.declaration_id AND s.item_number = i.item_number
JOIN today.priority AS p ON p.hs6 = left(s.hs_code, 6)
WHERE i.tier IS NULL AND s.correction_number < i.correction_number
-- One reason for a declaration: its most telling item.
QUALIFY row_number() OVER (PARTITION BY i.declaration_id ORDER BY p.tier, i.item_number, s.correction_number DESC) = 1
