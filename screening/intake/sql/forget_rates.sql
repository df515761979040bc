-- Rates that come again replace the earlier ones.
DELETE FROM reference.exchange_rates
WHERE (currency_code, rate_date) IN (SELECT (currency_code, rate_date) FROM new_rates);
