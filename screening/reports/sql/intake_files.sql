-- Files that hold items of $day, or that came in between the run of the day before ($since, may be null) and this one.
SELECT
    f.file_name, f.format, f.received_at, f.rows_read, f.rows_accepted, f.rows_rejected,
    count(d.declaration_id) AS item_count
FROM intake.files AS f
LEFT JOIN intake.declarations AS d ON d.file_id = f.file_id AND d.registration_date = $day
GROUP BY ALL
HAVING count(d.declaration_id) > 0
    OR (f.received_at > coalesce($since, CAST($day AS TIMESTAMPTZ)) AND f.received_at <= $until)
ORDER BY f.received_at, f.file_name
