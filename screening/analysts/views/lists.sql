/*
title:
  en: The versions of sanctions lists in force, with their age today
  ru: Действующие версии санкционных списков и их возраст сегодня
  kk: Санкциялық тізімдердің күшіндегі нұсқалары және бүгінгі жасы
columns:
  age_days: From publication to today, in days; null when the publisher's date is not known
example: SELECT list_id, list_version, age_days, entity_count FROM lists
*/
CREATE OR REPLACE TEMP VIEW lists AS
SELECT *, date_diff('day', published_date, current_date) AS age_days
FROM reference.list_versions
QUALIFY row_number() OVER (PARTITION BY list_id ORDER BY loaded_at DESC) = 1
ORDER BY list_id;
