/*
title:
  en: Rows that were not accepted, with file, reason and content
  ru: Непринятые строки с файлом, причиной и содержанием
  kk: Қабылданбаған жолдар файлымен, себебімен және мазмұнымен
example: SELECT file_name, reason_code, count(*) FROM rejected GROUP BY ALL
*/
CREATE OR REPLACE TEMP VIEW rejected AS
SELECT f.file_name, f.received_at, r.*
FROM intake.rejected_rows AS r
JOIN intake.files AS f USING (file_id);
