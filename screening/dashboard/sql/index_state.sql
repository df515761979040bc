-- What the index in memory depends on: the last event of the review, and the runs that published.
SELECT
    (SELECT event_number FROM review.head) AS last_event,
    (SELECT max(finished_at) FROM screening.runs) AS last_run_at,
    (SELECT count(*) FROM screening.runs) AS run_count
