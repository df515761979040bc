-- What intake found doubtful in the items of a declaration, as they stand now.
SELECT d.item_number, w.check_id, w.column_name, w.value, w.mended_value
FROM intake.declarations AS d
JOIN intake.row_warnings AS w ON w.file_id = d.file_id AND w.row_number = d.row_number
WHERE d.declaration_id = $declaration_id
ORDER BY d.item_number, w.column_name, w.check_id;
