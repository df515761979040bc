-- What became of a file, and which days it touched: those of its own items and of the items it superseded.
SELECT
    file_name,
    record_kind,
    rows_read,
    rows_accepted,
    rows_rejected,
    rows_warned,
    (
        SELECT coalesce(list(DISTINCT registration_date ORDER BY registration_date), [])
        FROM (
            SELECT registration_date FROM intake.declarations WHERE file_id = $file_id
            UNION ALL
            SELECT registration_date FROM intake.superseded_items
            WHERE file_id = $file_id OR superseded_by_file_id = $file_id
        )
    ) AS days
FROM intake.files
WHERE file_id = $file_id;
