-- Declarations of $day and its open alerts by office and severity; severity is null for declarations without one.
SELECT d.office_code, a.severity, count(*) AS declaration_count
FROM (
    SELECT declaration_id, first(office_code ORDER BY item_number) AS office_code
    FROM intake.declarations
    WHERE registration_date = $day
    GROUP BY declaration_id
) AS d
LEFT JOIN alerts.alerts AS a
    ON a.declaration_id = d.declaration_id AND a.screening_date = $day AND a.status = 'open'
GROUP BY ALL
ORDER BY ALL
