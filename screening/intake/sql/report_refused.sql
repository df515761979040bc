-- Files that were refused on the day or the one after it, and have not been taken in since.
SELECT r.file_name, r.archive_name, r.check_id, r.reason, r.remedy, strftime(r.last_refused_at, '%Y-%m-%d %H:%M') AS last_refused_at
FROM intake.refused_files AS r
WHERE CAST(r.first_refused_at AS DATE) <= $screening_date + 1 AND CAST(r.last_refused_at AS DATE) >= $screening_date
    AND r.file_id NOT IN (SELECT file_id FROM intake.files)
ORDER BY r.last_refused_at, r.file_name;
