-- One page of the queue, with how many alerts of each severity the other filters leave. An empty parameter does not
-- narrow it. One row at least: where no alert is left, its columns are null.
WITH filtered AS (
    SELECT alert_id, severity, rank, score, screening_date, due_by, statistical_value
    FROM memory.main.alert_index
    WHERE ($since IS NULL OR screening_date >= $since)
      AND ($until IS NULL OR screening_date <= $until)
      AND (len($rules) = 0 OR list_has_any(rule_ids, $rules))
      AND (len($offices) = 0 OR list_contains($offices, office_code))
      AND ($corridor = '' OR corridor = $corridor)
      AND ($assignee = '' OR coalesce(assignee, '-') = $assignee)
      AND (
          $status = 'all'
          OR ($status = 'to_do' AND is_to_do)
          OR review_status = $status
      )
      AND (
          $trader = ''
          OR consignee_tax_id = $trader
          OR contains(lower(consignee_name), lower($trader))
          OR contains(lower(consignor_name), lower($trader))
      )
      AND ($search = '' OR contains(words, lower($search)))
      AND (len($lists) = 0 OR list_has_any(reference_lists, $lists))
      AND ($hs_code = '' OR len(list_filter(hs_codes, code -> starts_with(code, $hs_code))) > 0)
),
counts AS (
    SELECT {
        'critical': count(*) FILTER (severity = 'critical'),
        'high': count(*) FILTER (severity = 'high'),
        'medium': count(*) FILTER (severity = 'medium'),
        'low': count(*) FILTER (severity = 'low')
    } AS counts
    FROM filtered
),
page AS (
    SELECT alert_id
    FROM filtered
    WHERE len($severities) = 0 OR list_contains($severities, severity)
    ORDER BY
        CASE WHEN $sort = 'newest' THEN screening_date END DESC,
        CASE WHEN $sort = 'due' THEN due_by END ASC NULLS LAST,
        CASE WHEN $sort = 'value' THEN statistical_value END DESC NULLS LAST,
        rank, score DESC, alert_id
    LIMIT $page_size OFFSET $skipped
),
shown AS (
    SELECT i.* EXCLUDE (words), i.is_to_do AND i.due_by < now() AS is_overdue
    FROM memory.main.alert_index AS i
    WHERE i.alert_id IN (SELECT alert_id FROM page)
)
SELECT counts.counts, shown.*
FROM counts
LEFT JOIN shown ON true
ORDER BY
    CASE WHEN $sort = 'newest' THEN screening_date END DESC,
    CASE WHEN $sort = 'due' THEN due_by END ASC NULLS LAST,
    CASE WHEN $sort = 'value' THEN statistical_value END DESC NULLS LAST,
    rank, score DESC, alert_id
