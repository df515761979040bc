/*
title:
  en: Every party of every declaration in every role, one row for each goods item
  ru: Все лица всех деклараций во всех ролях, по строке на товар
  kk: Барлық декларациялардағы барлық тұлғалар барлық рөлде, әр тауарға бір жол
columns:
  role: consignor, consignee, declarant, responsible or carrier
  name: Name as declared
  tax_id: Tax number as declared
  country_code: The party's country as declared
  address: Address as declared
example: SELECT role, name, count(DISTINCT declaration_id) FROM parties GROUP BY ALL ORDER BY 3 DESC LIMIT 20
*/
CREATE OR REPLACE TEMP VIEW parties AS
SELECT
    declaration_id, item_number, registration_date, flow, office_code, role,
    name, tax_id, country_code, address,
    hs_code, goods_description,
    dispatch_country_code, origin_country_code, trade_country_code, destination_country_code,
    net_mass_kg, statistical_value, statistical_currency_code
FROM intake.declarations
UNPIVOT INCLUDE NULLS (
    (name, tax_id, country_code, address)
    FOR role IN (
        (consignor_name, consignor_tax_id, consignor_country_code, consignor_address) AS consignor,
        (consignee_name, consignee_tax_id, consignee_country_code, consignee_address) AS consignee,
        (declarant_name, declarant_tax_id, declarant_country_code, declarant_address) AS declarant,
        (responsible_name, responsible_tax_id, responsible_country_code, responsible_address) AS responsible,
        (carrier_name, carrier_tax_id, carrier_country_code, carrier_address) AS carrier
    )
)
WHERE name IS NOT NULL OR tax_id IS NOT NULL;
