/*
title:
  en: Goods items of all declarations as they stand now, one row each
  ru: Товары всех деклараций в действующей редакции, по строке на товар
  kk: Барлық декларациялардың қазіргі редакциядағы тауарлары, әр тауарға бір жол
example: FROM declarations WHERE hs_code LIKE '8542%' ORDER BY registration_date DESC
*/
CREATE OR REPLACE TEMP VIEW declarations AS
SELECT * FROM intake.declarations;
