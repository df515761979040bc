-- How many rows each day has.
SELECT registration_date, count(*) FROM intake.declarations WHERE registration_date BETWEEN $first_day AND $last_day GROUP BY ALL ORDER BY ALL
