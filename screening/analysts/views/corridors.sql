/*
title:
  en: Declarations, value and alerts of each corridor and day
  ru: Декларации, стоимость и сигналы по маршрутам и дням
  kk: Бағыттар мен күндер бойынша декларациялар, құны және дабылдар
columns:
  declaration_count: Declarations
  alert_count: Open alerts among them
  alert_share: Alerts per declaration, 0 to 1
example: FROM corridors WHERE alert_count > 0 ORDER BY screening_date DESC, alert_share DESC
*/
CREATE OR REPLACE TEMP VIEW corridors AS
WITH declared AS (
    SELECT
        registration_date AS screening_date,
        declaration_id,
        first(
            concat_ws(' → ', dispatch_country_code, nullif(trade_country_code, dispatch_country_code), destination_country_code)
            ORDER BY item_number
        ) AS corridor,
        sum(statistical_value) AS statistical_value
    FROM intake.declarations
    GROUP BY ALL
)
SELECT
    d.screening_date,
    d.corridor,
    count(*) AS declaration_count,
    count(a.alert_id) AS alert_count,
    count(a.alert_id) / count(*) AS alert_share,
    sum(d.statistical_value) AS statistical_value
FROM declared AS d
LEFT JOIN alerts.alerts AS a
    ON a.declaration_id = d.declaration_id AND a.screening_date = d.screening_date AND a.status = 'open'
GROUP BY ALL;
