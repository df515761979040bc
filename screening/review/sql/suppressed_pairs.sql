-- Suppressions that hold for declarations of $first_day or later, one row for each listing that they cover. One that has
-- expired meanwhile still holds for the days before: a day run again gives what it gave.
SELECT
    suppression_id,
    party_name AS name,
    party_country_code AS country_code,
    party_tax_id AS tax_id,
    unnest(entity_ids) AS entity_id,
    expires_on
FROM review.suppressions
WHERE state IN ('in_force', 'expired') AND expires_on >= $first_day
ORDER BY suppression_id, entity_id
