/*
title:
  en: All hits as they stood when a run was published
  ru: Все совпадения в том виде, в каком они были после публикации прогона
  kk: Барлық сәйкес келулер іске қосу жарияланған кездегі күйінде
call: hits_as_of(run)
needs_lake: true
example: SELECT rule_id, count(*) FROM hits_as_of('2025-12-12-ec0ee9329396') GROUP BY ALL
*/
CREATE OR REPLACE TEMP MACRO hits_as_of(run) AS TABLE
FROM query(concat('FROM screening.hits AT (VERSION => ', snapshot_of(run), ')'));
