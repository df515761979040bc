-- What the invoices of the days $first_day to $last_day come to.
INSERT INTO history.onward BY NAME
SELECT
    'day' AS period,
    invoice_date AS period_start,
    party_key(seller_tax_id, seller_name) AS seller_key,
    CASE WHEN length(hs_code) >= 6 THEN left(hs_code, 6) ELSE '' END AS hs6,
    coalesce(destination_country_code, buyer_country_code) AS country_code,
    value_currency_code AS currency_code,
    invoice_date AS first_date,
    invoice_date AS last_date,
    count(*) AS line_count,
    CAST(least(sum(in_cents(value)), 9000000000000000000) AS BIGINT) AS value_cents
FROM intake.invoices
WHERE invoice_date BETWEEN $first_day AND $last_day
  AND party_key(seller_tax_id, seller_name) IS NOT NULL
  AND coalesce(destination_country_code, buyer_country_code) IS NOT NULL
  -- Sales at home are no onward sales, and most invoices.
  AND coalesce(destination_country_code, buyer_country_code) IS DISTINCT FROM coalesce(dispatch_country_code, seller_country_code)
GROUP BY ALL;

INSERT INTO history.periods BY NAME
SELECT 'invoices' AS source, 'day' AS period, invoice_date AS period_start, count(*) AS row_count
FROM intake.invoices
WHERE invoice_date BETWEEN $first_day AND $last_day
GROUP BY invoice_date;
