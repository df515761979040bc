-- The parties of a declaration that a reason of an alert speaks of: in its role, with its declared name or number.
-- Empty for reasons that speak of no party, such as those on goods, ships and wallets.
WITH reason AS (
    SELECT declaration_id, subject, declared
    FROM alerts.alert_reasons
    WHERE alert_id = $alert_id AND reason_number = $reason_number AND list_contains($rule_ids, rule_id)
),
named AS (
    SELECT declaration_id, 'consignor' AS subject,
        consignor_name AS name, consignor_country_code AS country_code, consignor_tax_id AS tax_id
    FROM intake.declarations SEMI JOIN reason USING (declaration_id)
    UNION
    SELECT declaration_id, 'consignee', consignee_name, consignee_country_code, consignee_tax_id
    FROM intake.declarations SEMI JOIN reason USING (declaration_id)
    UNION
    SELECT declaration_id, 'declarant', declarant_name, declarant_country_code, declarant_tax_id
    FROM intake.declarations SEMI JOIN reason USING (declaration_id)
    UNION
    SELECT declaration_id, 'responsible', responsible_name, responsible_country_code, responsible_tax_id
    FROM intake.declarations SEMI JOIN reason USING (declaration_id)
    UNION
    SELECT declaration_id, 'carrier', carrier_name, carrier_country_code, carrier_tax_id
    FROM intake.declarations SEMI JOIN reason USING (declaration_id)
)
SELECT p.party_id, p.name, p.country_code, p.tax_id
FROM named AS n
JOIN reason AS r ON r.subject = n.subject AND r.declared IN (n.name, n.tax_id)
JOIN screening.parties AS p
    ON p.name IS NOT DISTINCT FROM n.name
    AND p.country_code IS NOT DISTINCT FROM n.country_code
    AND p.tax_id IS NOT DISTINCT FROM n.tax_id
ORDER BY p.party_id
