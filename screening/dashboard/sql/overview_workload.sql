-- What each account has before it, and what it did in the last seven days.
WITH before AS (
    SELECT
        assignee AS name,
        count(*) AS to_do_count,
        count(*) FILTER (due_by < now()) AS overdue_count,
        min(due_by) AS next_due_at
    FROM memory.main.alert_index
    WHERE is_to_do AND assignee IS NOT NULL
    GROUP BY assignee
),
done AS (
    SELECT actor AS name, count(*) AS decided_count
    FROM review.events
    WHERE kind IN ('decided', 'confirmed', 'rejected') AND happened_at > now() - INTERVAL 7 DAY
    GROUP BY actor
)
SELECT
    name,
    coalesce(to_do_count, 0) AS to_do_count,
    coalesce(overdue_count, 0) AS overdue_count,
    next_due_at,
    coalesce(decided_count, 0) AS decided_count
FROM before
FULL JOIN done USING (name)
ORDER BY overdue_count DESC, to_do_count DESC, name
