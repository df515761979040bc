-- How the open alerts of $day stand in review, and what was decided between the run of the day before ($since, may be
-- null) and this one ($until), about alerts of any day.
SELECT 'states' AS part, CASE review_status WHEN 'decided' THEN disposition ELSE review_status END AS name,
    count(*) AS count
FROM review.queue
WHERE screening_date = $day AND status = 'open'
GROUP BY ALL
UNION ALL
SELECT 'decisions', disposition, count(*)
FROM review.alert_states
WHERE status = 'decided' AND ($since IS NULL OR decided_at > $since) AND decided_at <= $until
GROUP BY ALL
UNION ALL
SELECT 'decisions', 'suppression', count(*)
FROM review.suppressions
WHERE state <> 'rejected' AND ($since IS NULL OR proposed_at > $since) AND proposed_at <= $until
HAVING count(*) > 0
ORDER BY part, count DESC, name
