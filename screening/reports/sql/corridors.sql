-- Corridors of $day that have open alerts: declarations, alerts, statistical value.
SELECT
    d.corridor,
    count(*) AS declaration_count,
    count(a.alert_id) AS alert_count,
    count(a.alert_id) / count(*) AS alert_share,
    sum(d.statistical_value) FILTER (a.alert_id IS NOT NULL) AS alert_value
FROM (
    SELECT
        declaration_id,
        first(
            concat_ws(' → ', dispatch_country_code, nullif(trade_country_code, dispatch_country_code), destination_country_code)
            ORDER BY item_number
        ) AS corridor,
        sum(statistical_value) AS statistical_value
    FROM intake.declarations
    WHERE registration_date = $day
    GROUP BY declaration_id
) AS d
LEFT JOIN alerts.alerts AS a
    ON a.declaration_id = d.declaration_id AND a.screening_date = $day AND a.status = 'open'
GROUP BY d.corridor
HAVING count(a.alert_id) > 0
ORDER BY alert_count DESC, alert_value DESC NULLS LAST, d.corridor
LIMIT 15
