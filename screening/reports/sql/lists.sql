-- The sanctions lists that the run used ($list_versions: `LIST VERSION`), with their age on $day.
SELECT
    list_id, list_name, list_version, published_date, entity_count,
    date_diff('day', published_date, $day) AS age_days
FROM reference.list_versions
WHERE list_contains($list_versions, concat(list_id, ' ', list_version))
ORDER BY list_id
