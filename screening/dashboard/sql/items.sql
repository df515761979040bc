-- The goods items of a declaration as they stand now.
FROM intake.declarations WHERE declaration_id = $declaration_id ORDER BY item_number
