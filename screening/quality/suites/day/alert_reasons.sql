-- Checks on the reasons of the day's alerts. Each statement returns the rows that break it, keys first.

-- #fail belongs_to_alert: A reason belongs to an alert
-- ru: Причина относится к сигналу
-- kk: Себеп дабылға жатады
SELECT alert_id, reason_number FROM alert_reasons ANTI JOIN alerts USING (alert_id);

-- #fail is_a_hit: A reason is one of the day's hits
-- ru: Причина — одно из совпадений дня
-- kk: Себеп — сол күнгі сәйкестіктердің бірі
SELECT r.alert_id, r.reason_number
FROM alert_reasons AS r
ANTI JOIN hits AS h
  ON h.declaration_id = r.declaration_id
 AND h.item_number IS NOT DISTINCT FROM r.item_number
 AND h.rule_id = r.rule_id
 AND h.subject = r.subject
 AND h.reference_list = r.reference_list
 AND h.reference_id = r.reference_id;

-- #fail is_explained: A reason has its explanation
-- ru: У причины есть объяснение
-- kk: Себептің түсіндірмесі бар
SELECT alert_id, reason_number FROM alert_reasons WHERE trim(explanation) = '';

-- #fail points_in_range: Points are between 0 and the rule's weight
-- ru: Баллы лежат между 0 и весом правила
-- kk: Ұпай 0 мен ереже салмағының аралығында
SELECT alert_id, reason_number, points, weight FROM alert_reasons
WHERE points < 0 OR points > weight + 0.01 OR isnan(points);

-- #warn list_age: Reasons do not rest on a list older than 90 days
-- ru: Причины не опираются на список старше 90 дней
-- kk: Себептер 90 күннен ескі тізімге сүйенбейді
SELECT alert_id, reason_number, reference_list, list_age_days FROM alert_reasons WHERE list_age_days > 90;
