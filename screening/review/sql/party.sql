-- A party of the registry, and what the company register says of its number.
SELECT p.party_id, p.name, p.country_code, p.tax_id, r.register_hash
FROM screening.parties AS p
LEFT JOIN review.register_entries AS r USING (tax_id)
WHERE p.party_id = $party_id
