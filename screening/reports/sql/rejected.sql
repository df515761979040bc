-- Rows that were rejected in files that hold items of $day or came in since the run of the day before, by reason.
SELECT r.reason_code, r.column_name, count(*) AS row_count
FROM intake.rejected_rows AS r
JOIN intake.files AS f USING (file_id)
WHERE (f.received_at > coalesce($since, CAST($day AS TIMESTAMPTZ)) AND f.received_at <= $until)
   OR f.file_id IN (SELECT file_id FROM intake.declarations WHERE registration_date = $day)
GROUP BY ALL
ORDER BY row_count DESC, r.reason_code, r.column_name
