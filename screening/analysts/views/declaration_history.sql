/*
title:
  en: A declaration as it was before each correction and as it is now
  ru: Декларация до каждой корректировки и в действующей редакции
  kk: Декларация әр түзетуге дейін және қазіргі редакцияда
call: declaration_history(declaration)
columns:
  superseded_by_file_id: The file whose correction replaced this row; null for what stands now
example: FROM declaration_history('55301/121225/9000002')
*/
CREATE OR REPLACE TEMP MACRO declaration_history(declaration) AS TABLE
SELECT *, NULL::VARCHAR AS superseded_by_file_id
FROM intake.declarations
WHERE declaration_id = declaration
UNION ALL BY NAME
SELECT *
FROM intake.superseded_items
WHERE declaration_id = declaration
ORDER BY correction_number, item_number;
