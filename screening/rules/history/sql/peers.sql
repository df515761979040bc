-- For each price and mass of the day, what the same code and origin came to in the past, and wider circles of it: number,
-- median and median absolute deviation of the logarithm, read off the steps of two percent that history.measures counts.
CREATE OR REPLACE TABLE past.peers AS
WITH rows AS (
    FROM history.measures WHERE period = 'month' AND period_start >= $window_start AND period_start < $this_month
    UNION ALL
    FROM history.measures WHERE period = 'day' AND period_start >= $this_month AND period_start < $screening_date
),
headings_of_the_day AS (
    SELECT DISTINCT measure, flow, currency_code, per, left(hs6, 4) AS hs4 FROM today.measures
),
steps AS (
    SELECT
        measure, flow, currency_code, per, left(hs6, 4) AS hs4, hs6, origin_country_code, step,
        sum(item_count) AS n
    FROM rows
    WHERE (measure, flow, currency_code, per, left(hs6, 4)) IN (FROM headings_of_the_day)
    GROUP BY ALL
),
-- One row for each circle and step: everything of the measure, the heading, the subheading, the subheading and origin.
circles AS (
    SELECT
        measure, flow, currency_code, per, hs4, hs6, origin_country_code, step,
        sum(n) AS n,
        CASE WHEN grouping(origin_country_code) = 0 THEN 'origin' WHEN grouping(hs6) = 0 THEN 'hs6'
             WHEN grouping(hs4) = 0 THEN 'hs4' ELSE 'all' END AS circle
    FROM steps
    GROUP BY GROUPING SETS (
        (measure, flow, currency_code, per, step),
        (measure, flow, currency_code, per, hs4, step),
        (measure, flow, currency_code, per, hs4, hs6, step),
        (measure, flow, currency_code, per, hs4, hs6, origin_country_code, step)
    )
),
-- Half of the items lie below the median: within its step they are taken to be spread evenly.
counted AS (
    SELECT
        *,
        sum(n) OVER (PARTITION BY circle, measure, flow, currency_code, per, hs4, hs6, origin_country_code) AS total,
        sum(n) OVER (
            PARTITION BY circle, measure, flow, currency_code, per, hs4, hs6, origin_country_code ORDER BY step
        ) AS up_to
    FROM circles
),
medians AS (
    SELECT
        circle, measure, flow, currency_code, per, hs4, hs6, origin_country_code,
        any_value(total) AS total,
        arg_min(0.02 * (step + (total / 2 - (up_to - n)) / n), step) FILTER (up_to >= total / 2) AS centre
    FROM counted
    GROUP BY ALL
),
distances AS (
    SELECT c.*, m.centre, abs(0.02 * (c.step + 0.5) - m.centre) AS distance
    FROM counted AS c
    JOIN medians AS m
      ON m.circle = c.circle AND m.measure = c.measure AND m.flow = c.flow AND m.currency_code = c.currency_code
     AND m.per = c.per AND m.hs4 IS NOT DISTINCT FROM c.hs4 AND m.hs6 IS NOT DISTINCT FROM c.hs6
     AND m.origin_country_code IS NOT DISTINCT FROM c.origin_country_code
),
ranked AS (
    SELECT
        *,
        sum(n) OVER (
            PARTITION BY circle, measure, flow, currency_code, per, hs4, hs6, origin_country_code ORDER BY distance, step
        ) AS within
    FROM distances
),
spreads AS (
    SELECT
        circle, measure, flow, currency_code, per, hs4, hs6, origin_country_code,
        CAST(any_value(total) AS DOUBLE) AS n,
        any_value(centre) AS centre,
        min(distance) FILTER (within >= total / 2) AS spread
    FROM ranked
    GROUP BY ALL
)
SELECT
    d.declaration_id, d.item_number, d.measure, d.flow, d.currency_code, d.per, d.hs6, d.origin_country_code, d.amount,
    a.centre AS all_centre, a.spread AS all_spread,
    h.n AS hs4_count, h.centre AS hs4_centre, h.spread AS hs4_spread,
    s.n AS hs6_count, s.centre AS hs6_centre, s.spread AS hs6_spread,
    coalesce(o.n, 0) AS origin_count, coalesce(o.centre, 0) AS origin_centre, coalesce(o.spread, 0) AS origin_spread
FROM today.measures AS d
JOIN spreads AS a
  ON a.circle = 'all' AND a.measure = d.measure AND a.flow = d.flow AND a.currency_code = d.currency_code AND a.per = d.per
JOIN spreads AS h
  ON h.circle = 'hs4' AND h.measure = d.measure AND h.flow = d.flow AND h.currency_code = d.currency_code AND h.per = d.per
 AND h.hs4 = left(d.hs6, 4)
JOIN spreads AS s
  ON s.circle = 'hs6' AND s.measure = d.measure AND s.flow = d.flow AND s.currency_code = d.currency_code AND s.per = d.per
 AND s.hs6 = d.hs6
LEFT JOIN spreads AS o
  ON o.circle = 'origin' AND o.measure = d.measure AND o.flow = d.flow AND o.currency_code = d.currency_code AND o.per = d.per
 AND o.hs6 = d.hs6 AND o.origin_country_code = d.origin_country_code;
