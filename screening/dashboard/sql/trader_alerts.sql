-- Other alerts of a trader, newest first: by tax number, or by name where it has none.
SELECT alert_id, screening_date, declaration_id, severity, score, rule_ids, review_status, disposition, decided_by, decided_at
FROM memory.main.alert_index
WHERE alert_id <> $alert_id
  AND CASE
      WHEN $tax_id <> '' THEN consignee_tax_id = $tax_id
      ELSE consignee_name = $name OR consignor_name = $name
  END
ORDER BY screening_date DESC, score DESC
LIMIT 25
