-- The files of the last attempt at a source that brought all of its lists up to date, if their versions are in force.
WITH last_good AS (
    SELECT attempted_at FROM ops.list_refreshes
    WHERE source = $source
    GROUP BY attempted_at
    HAVING bool_and(outcome IN ('loaded', 'unchanged'))
    ORDER BY attempted_at DESC
    LIMIT 1
),

in_force AS (
    SELECT list_id, max_by(list_version, loaded_at) AS list_version FROM reference.list_versions GROUP BY list_id
)

SELECT r.url, any_value(r.etag) AS etag, any_value(r.last_modified) AS last_modified,
    any_value(r.file_hash) AS file_hash, any_value(r.raw_file) AS raw_file, any_value(r.byte_count) AS byte_count
FROM ops.list_refreshes AS r
JOIN last_good USING (attempted_at)
LEFT JOIN in_force AS f ON f.list_id = r.list_id AND f.list_version = r.list_version
WHERE r.source = $source AND r.raw_file IS NOT NULL
GROUP BY r.url
HAVING count(*) = count(f.list_id)
ORDER BY r.url;
