/*
title:
  en: All goods items as they stood when a run was published
  ru: Все товары в том виде, в каком они были после публикации прогона
  kk: Барлық тауарлар іске қосу жарияланған кездегі күйінде
call: declarations_as_of(run)
needs_lake: true
example: SELECT count(*) FROM declarations_as_of('2025-12-12-ec0ee9329396')
*/
CREATE OR REPLACE TEMP MACRO declarations_as_of(run) AS TABLE
FROM query(concat('FROM intake.declarations AT (VERSION => ', snapshot_of(run), ')'));
