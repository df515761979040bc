-- The owners of firms ($tax_ids) and of the firms that own them, by the register.
WITH first AS (
    SELECT linked_name, linked_country_code, linked_tax_id
    FROM intake.company_links
    WHERE kind = 'owner' AND company_tax_id IN (SELECT unnest($tax_ids))
),
second AS (
    SELECT linked_name, linked_country_code, linked_tax_id
    FROM intake.company_links
    WHERE kind = 'owner' AND company_tax_id IN (SELECT linked_tax_id FROM first)
)
FROM first UNION FROM second ORDER BY ALL
