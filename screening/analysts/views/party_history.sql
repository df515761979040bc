/*
title:
  en: All goods items of a party in any role, by tax number or a part of its name, with their alerts
  ru: Все товары лица в любой роли, по налоговому номеру или части имени, с сигналами
  kk: Тұлғаның кез келген рөлдегі барлық тауарлары, салық нөмірі немесе атауының бөлігі бойынша, дабылдарымен
call: party_history(party)
example: FROM party_history('береке мотор')
*/
-- A name is found when it contains the words asked for, whatever the case, accents, quotes and punctuation. Names that
-- are alike but not the same, or in another script, are the matcher's affair: screening names compare.
CREATE OR REPLACE TEMP MACRO party_history(party) AS TABLE
WITH asked AS (
    SELECT
        trim(CAST(party AS VARCHAR)) AS number,
        trim(regexp_replace(lower(strip_accents(CAST(party AS VARCHAR))), '[^\p{L}\p{N}]+', ' ', 'g')) AS words
)
SELECT p.*, a.alert_id, a.severity, a.score
FROM parties AS p
CROSS JOIN asked
LEFT JOIN alerts.alerts AS a
    ON a.declaration_id = p.declaration_id AND a.screening_date = p.registration_date
WHERE p.tax_id = asked.number
   OR (
        asked.words <> ''
        AND contains(
            trim(regexp_replace(lower(strip_accents(p.name)), '[^\p{L}\p{N}]+', ' ', 'g')),
            asked.words
        )
   )
ORDER BY p.registration_date, p.declaration_id, p.item_number, p.role;
