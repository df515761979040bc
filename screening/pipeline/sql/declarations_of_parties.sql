-- Declarations of days that were screened, in which one of the parties (name, country_code, tax_id) has any role.
WITH days AS (
    SELECT DISTINCT screening_date FROM screening.runs WHERE kind = 'day' AND status = 'published'
),
named AS (
    SELECT declaration_id, registration_date,
        consignor_name AS name, consignor_country_code AS country_code, consignor_tax_id AS tax_id
    FROM intake.declarations
    UNION ALL
    SELECT declaration_id, registration_date, consignee_name, consignee_country_code, consignee_tax_id
    FROM intake.declarations
    UNION ALL
    SELECT declaration_id, registration_date, declarant_name, declarant_country_code, declarant_tax_id
    FROM intake.declarations
    UNION ALL
    SELECT declaration_id, registration_date, responsible_name, responsible_country_code, responsible_tax_id
    FROM intake.declarations
    UNION ALL
    SELECT declaration_id, registration_date, carrier_name, carrier_country_code, carrier_tax_id
    FROM intake.declarations
)
SELECT DISTINCT n.declaration_id
FROM named AS n
JOIN concerned AS c
    ON n.name IS NOT DISTINCT FROM c.name
    AND n.country_code IS NOT DISTINCT FROM c.country_code
    AND n.tax_id IS NOT DISTINCT FROM c.tax_id
SEMI JOIN days ON days.screening_date = n.registration_date
