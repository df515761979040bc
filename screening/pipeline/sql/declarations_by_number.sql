-- Declarations of days that were screened, whose means of transport or payment may hold one of the numbers
-- ($ships, $wallets); the rules look closer.
SELECT DISTINCT d.declaration_id
FROM intake.declarations AS d
SEMI JOIN (SELECT screening_date FROM screening.runs WHERE kind = 'day' AND status = 'published') AS days
    ON days.screening_date = d.registration_date
WHERE (len($ships) > 0 AND list_has_any(regexp_extract_all(d.transport_identity, '[0-9]{7}'), $ships))
   OR (len($wallets) > 0
       AND list_has_any(regexp_extract_all(lower(d.payment_details), '[0-9a-z]{20,}'), $wallets))
