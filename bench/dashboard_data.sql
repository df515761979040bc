-- One day of made-up alerts: $count of them, numbered from $first. Three reasons each; a fifth is decided, a tenth assigned.
CREATE OR REPLACE TEMP TABLE made AS
SELECT
    n,
    format('{}-{:010X}', strftime($day, '%Y%m%d'), n) AS alert_id,
    CAST($day AS DATE) AS screening_date,
    format('55301/{}/{:07d}', strftime($day, '%d%m%y'), n) AS declaration_id,
    CASE WHEN n % 25 = 0 THEN 'critical' WHEN n % 5 = 0 THEN 'high' WHEN n % 2 = 0 THEN 'medium' ELSE 'low' END AS severity,
    round(40 + (n * 7919 % 30000) / 100.0, 2) AS score,
    ['PARTY_NAME_FUZZY', 'CHPL_HIT', 'INDIRECT_ROUTING', 'CONTROL_CODE_CANDIDATE', 'UNIT_PRICE_OUTLIER'] AS rules,
    format('TRADER {} LLP', n % 9000) AS consignee_name,
    format('{:012d}', n % 9000) AS consignee_tax_id,
    ['50404', '39864', '55301', '51104'][1 + n % 4] AS office_code,
    ['CN → KZ', 'TR → AE → KZ', 'AE → HK → KZ', 'DE → KZ', 'KR → RU', 'CN → UZ'][1 + n % 6] AS corridor,
    ['8542319010', '8482109008', '8471500000', '6908909100'][1 + n % 4] AS hs_code
FROM range($first, $first + $count) AS numbers(n);

INSERT INTO intake.declarations BY NAME
SELECT
    declaration_id, 0 AS correction_number, item.item_number, 'import' AS flow, screening_date AS registration_date,
    office_code, 'MADE-UP TRADING CO., LTD' AS consignor_name, consignee_name, consignee_tax_id, hs_code,
    'Микросхемы интегральные' AS goods_description, 1.0 + n % 90 AS net_mass_kg, 100.0 + n % 5000 AS statistical_value,
    'USD' AS statistical_currency_code, 'CN' AS origin_country_code, 'bench' AS file_id, n * 2 + item.item_number AS row_number
FROM made
CROSS JOIN (SELECT unnest([1, 2]) AS item_number) AS item;

INSERT INTO alerts.alert_reasons BY NAME
SELECT
    alert_id, screening_date, r.number AS reason_number, declaration_id, 1 AS item_number,
    rules[1 + (n + r.number) % 5] AS rule_id, 'goods' AS subject, 1.0 AS strength, hs_code AS declared,
    'made-up reference' AS reference, format('entry {}', n % 500) AS reference_id,
    ['OFAC-SDN', 'EU-FSF', 'CHPL', 'INDICATOR'][1 + (n + r.number) % 4] AS reference_list, '2026-11-01-bench' AS reference_version,
    '{}' AS detail, 20.0 AS weight, round(score / 3, 2) AS points, 3 AS list_age_days, 'made up' AS explanation,
    false AS is_look_back
FROM made
CROSS JOIN (SELECT unnest([1, 2, 3]) AS number) AS r;

INSERT INTO alerts.alerts BY NAME
SELECT
    alert_id, screening_date, format('{}-bench', screening_date) AS run_id, declaration_id, severity, score,
    3 AS reason_count, [rules[1 + (n + 1) % 5], rules[1 + (n + 2) % 5], rules[1 + (n + 3) % 5]] AS rule_ids,
    'made up' AS headline, 'import' AS flow, office_code, 'MADE-UP TRADING CO., LTD' AS consignor_name, consignee_name,
    consignee_tax_id, corridor, 2 AS item_count, 200.0 + n % 5000 AS statistical_value, false AS is_look_back,
    'open' AS status
FROM made;

INSERT INTO alerts.daily_summary
SELECT CAST($day AS DATE), 'alerts_by_severity', severity, count(*) FROM made GROUP BY severity;

-- The hashes are no chain: nothing here reads them.
INSERT INTO review.events BY NAME
SELECT
    n AS event_number, format('bench-{}', n) AS event_id, now() AS happened_at, 'officer' AS actor, 'officer' AS actor_role,
    CASE WHEN n % 10 < 2 THEN 'decided' ELSE 'assigned' END AS kind, alert_id, declaration_id,
    CASE WHEN n % 10 < 2 THEN 'decided' ELSE 'open' END AS status,
    CASE WHEN n % 10 < 2 THEN 'false_positive' END AS disposition, 'officer' AS assignee, now() AS due_at,
    CASE WHEN n % 10 < 2 THEN n END AS decision_event, format('{{"comment": "", "content_hash": "none", "run_id": "{}-bench"}}', screening_date) AS payload,
    '' AS previous_hash, '' AS event_hash
FROM made
WHERE n % 10 < 3;

UPDATE review.head SET event_number = (SELECT max(event_number) FROM review.events);
