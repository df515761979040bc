-- The ways of alerted goods in legs, of the last so many screened days: dispatch to trade to destination, or straight
-- to the destination where the trading country is that of dispatch. A digit before the country says which column it
-- stands in. The forty busiest corridors.
WITH days AS (
    SELECT DISTINCT screening_date FROM alerts.daily_summary ORDER BY screening_date DESC LIMIT $days
),
corridors AS (
    SELECT string_split(corridor, ' → ') AS stops, count(*) AS count
    FROM memory.main.alert_index
    SEMI JOIN days USING (screening_date)
    GROUP BY corridor
    HAVING len(string_split(corridor, ' → ')) >= 2
    ORDER BY count DESC, corridor
    LIMIT 40
),
legs AS (
    SELECT '1 ' || stops[1] AS source, '2 ' || stops[2] AS target, count FROM corridors WHERE len(stops) >= 3
    UNION ALL
    SELECT '2 ' || stops[2], '3 ' || stops[3], count FROM corridors WHERE len(stops) >= 3
    UNION ALL
    SELECT '1 ' || stops[1], '3 ' || stops[2], count FROM corridors WHERE len(stops) = 2
)
SELECT source, target, CAST(sum(count) AS BIGINT) AS count
FROM legs
GROUP BY ALL
ORDER BY count DESC, source, target
