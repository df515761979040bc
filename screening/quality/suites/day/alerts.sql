-- Checks on the day's alerts. Each statement returns the rows that break it, keys first.

-- #fail unique_alert: A declaration has one alert at most
-- ru: У декларации не больше одного сигнала
-- kk: Декларацияда бірден көп дабыл жоқ
SELECT declaration_id, count(*) AS occurrences FROM alerts GROUP BY ALL HAVING count(*) > 1;

-- #fail declared: An alert belongs to a declaration of the day
-- ru: Сигнал относится к декларации этого дня
-- kk: Дабыл сол күнгі декларацияға жатады
SELECT alert_id FROM alerts ANTI JOIN declarations USING (declaration_id);

-- #fail known_severity: Severity is critical, high, medium or low
-- ru: Уровень — критический, высокий, средний или низкий
-- kk: Деңгей — сыни, жоғары, орташа немесе төмен
SELECT alert_id, severity FROM alerts WHERE severity NOT IN ('critical', 'high', 'medium', 'low');

-- #fail score_is_sum: The score of an alert is the sum of its reasons' points
-- ru: Баллы сигнала — сумма баллов его причин
-- kk: Дабылдың ұпайы — себептері ұпайларының қосындысы
SELECT a.alert_id, a.score, sum(r.points) AS points
FROM alerts AS a LEFT JOIN alert_reasons AS r USING (alert_id)
GROUP BY ALL
HAVING abs(a.score - coalesce(sum(r.points), 0)) > 0.01 OR count(r.alert_id) <> a.reason_count;

-- #warn share_is_bearable: Fewer than one declaration in ten is an alert
-- ru: Сигнал есть меньше чем у каждой десятой декларации
-- kk: Дабыл он декларацияның бірінен азында бар
SELECT format('{} alerts for {} declarations', (SELECT count(*) FROM alerts), count(DISTINCT declaration_id)) AS finding
FROM declarations
HAVING count(DISTINCT declaration_id) >= 200 AND (SELECT count(*) FROM alerts) > 0.1 * count(DISTINCT declaration_id);
