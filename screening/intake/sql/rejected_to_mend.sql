-- Rejected rows of one kind of record, newest file first; of declarations those whose item has come in since are left out
-- unless $with_mended.
SELECT
    f.file_name AS rejected_file, r.row_number AS rejected_row, r.reason_code, r.message AS rejected_because, r.raw_row
FROM intake.rejected_rows AS r
JOIN intake.files AS f USING (file_id)
WHERE f.record_kind = $record_kind
    AND ($screening_date IS NULL OR r.registration_date = $screening_date
        OR (r.registration_date IS NULL AND $screening_date BETWEEN f.first_day AND f.last_day))
    AND ($file_name IS NULL OR f.file_name = $file_name)
    AND ($with_mended OR NOT EXISTS (
        FROM intake.declarations AS d
        WHERE json_valid(r.raw_row) AND d.declaration_id = r.declaration_id
            AND CAST(d.item_number AS VARCHAR) = CASE WHEN json_valid(r.raw_row) THEN json_extract_string(r.raw_row, '$.item_number') END
    ))
ORDER BY f.received_at DESC, f.file_name, r.row_number;
