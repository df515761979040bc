-- Review: the chain of events, who looked at what, suppressed hits, and the views that say how things stand.

CREATE SCHEMA IF NOT EXISTS review;

CREATE TABLE review.events (
    event_number BIGINT NOT NULL,
    event_id VARCHAR NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL,
    actor VARCHAR NOT NULL,
    actor_role VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    alert_id VARCHAR,
    declaration_id VARCHAR,
    party_id VARCHAR,
    entity_id VARCHAR,
    suppression_id VARCHAR,
    status VARCHAR,
    disposition VARCHAR,
    assignee VARCHAR,
    due_at TIMESTAMPTZ,
    decision_event BIGINT,
    payload VARCHAR NOT NULL,
    previous_hash VARCHAR NOT NULL,
    event_hash VARCHAR NOT NULL
);

-- The last event of the chain. Every writer of events changes this row, and nothing else does: writers of events take
-- turns with each other, and never with a run that publishes.
CREATE TABLE review.head (event_number BIGINT NOT NULL, event_hash VARCHAR NOT NULL);
INSERT INTO review.head VALUES (0, repeat('0', 64));

CREATE TABLE review.viewings (
    viewed_at TIMESTAMPTZ NOT NULL,
    actor VARCHAR NOT NULL,
    actor_role VARCHAR NOT NULL,
    alert_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    last_event BIGINT NOT NULL
);

ALTER TABLE screening.hits ADD COLUMN suppression_id VARCHAR;

CREATE VIEW review.alert_states AS
WITH latest AS (
    SELECT
        alert_id,
        arg_max(e, event_number) AS e,
        count(*) AS event_count,
        count(*) FILTER (coalesce(payload ->> '$.comment', '') <> '') AS comment_count,
        list({
            number: event_number, actor: actor, happened_at: happened_at, content: payload ->> '$.content_hash'
        }) FILTER (kind = 'decided') AS decisions
    FROM review.events AS e
    WHERE alert_id IS NOT NULL
    GROUP BY alert_id
),
decided AS (
    SELECT *, list_filter(decisions, d -> d.number = e.decision_event)[1] AS decision FROM latest
)
SELECT
    alert_id,
    e.declaration_id AS declaration_id,
    e.event_number AS last_event,
    e.happened_at AS last_event_at,
    e.actor AS last_actor,
    e.status AS status,
    e.disposition AS disposition,
    e.assignee AS assignee,
    e.due_at AS due_at,
    e.decision_event AS decision_event,
    decision.actor AS decided_by,
    decision.happened_at AS decided_at,
    decision.content AS decided_content,
    event_count,
    comment_count
FROM decided;

-- What a reason says, as one text; not its points, strength or list version, which change without changing the reason.
CREATE MACRO review.reason_key(rule_id, item_number, subject, reference_list, reference_id, declared, reference) AS
    concat_ws(
        '|', rule_id, coalesce(CAST(item_number AS VARCHAR), '-'), subject, reference_list, reference_id,
        left(sha256(concat_ws(chr(31), declared, reference)), 12)
    );

CREATE MACRO review.content_hash(severity, reason_keys) AS
    sha256(concat_ws(chr(10), severity, array_to_string(reason_keys, chr(10))));

CREATE VIEW review.alert_contents AS
WITH keyed AS (
    SELECT
        alert_id,
        review.reason_key(rule_id, item_number, subject, reference_list, reference_id, declared, reference)
            AS reason_key
    FROM alerts.alert_reasons
),
listed AS (
    SELECT alert_id, list(reason_key ORDER BY reason_key) AS reason_keys FROM keyed GROUP BY alert_id
)
SELECT
    a.alert_id,
    review.content_hash(a.severity, l.reason_keys) AS content_hash,
    coalesce(l.reason_keys, []) AS reason_keys
FROM alerts.alerts AS a
LEFT JOIN listed AS l USING (alert_id);

-- The reasons are hashed only for alerts about which something was decided.
CREATE VIEW review.queue AS
WITH states AS MATERIALIZED (
    FROM review.alert_states
),
keyed AS (
    SELECT
        alert_id,
        review.reason_key(rule_id, item_number, subject, reference_list, reference_id, declared, reference)
            AS reason_key
    FROM alerts.alert_reasons
    WHERE alert_id IN (SELECT alert_id FROM states WHERE decision_event IS NOT NULL)
),
contents AS (
    SELECT alert_id, list(reason_key ORDER BY reason_key) AS reason_keys FROM keyed GROUP BY alert_id
)
SELECT
    a.*,
    coalesce(s.status, 'open') AS review_status,
    s.disposition,
    s.assignee,
    s.due_at,
    s.decision_event,
    coalesce(s.last_event, 0) AS last_event,
    s.last_event_at,
    s.decided_by,
    s.decided_at,
    s.decision_event IS NOT NULL
        AND review.content_hash(a.severity, c.reason_keys) IS DISTINCT FROM s.decided_content AS is_changed,
    a.status = 'open' AND (coalesce(s.status, 'open') <> 'decided' OR is_changed) AS is_to_do
FROM alerts.alerts AS a
LEFT JOIN states AS s USING (alert_id)
LEFT JOIN contents AS c USING (alert_id);

CREATE VIEW review.register_entries AS
WITH links AS (
    SELECT
        company_tax_id AS tax_id,
        string_agg(concat_ws('|', kind, linked_name, linked_tax_id, linked_country_code, share_percent), chr(10)
            ORDER BY kind, linked_name, linked_tax_id) AS links
    FROM intake.company_links
    WHERE to_date IS NULL
    GROUP BY company_tax_id
)
SELECT
    c.tax_id,
    sha256(concat_ws(chr(10), c.name, coalesce(c.address, ''), coalesce(c.country_code, ''),
        coalesce(CAST(c.closed_date AS VARCHAR), ''), coalesce(l.links, ''))) AS register_hash
FROM intake.companies AS c
LEFT JOIN links AS l USING (tax_id);

CREATE VIEW review.suppressions AS
WITH made AS (
    SELECT
        *,
        from_json(payload, '{"needs_second": "BOOLEAN", "expires_on": "DATE", "reason_code": "VARCHAR",
            "comment": "VARCHAR", "severity": "VARCHAR", "entity_name": "VARCHAR", "party_name": "VARCHAR",
            "party_country_code": "VARCHAR", "party_tax_id": "VARCHAR", "register_hash": "VARCHAR",
            "entities": [{"entity_id": "VARCHAR", "entity_hash": "VARCHAR"}]}') AS said
    FROM review.events
    WHERE kind = 'suppressed'
),
latest AS (
    SELECT suppression_id, arg_max(e, event_number) AS e
    FROM review.events AS e
    WHERE suppression_id IS NOT NULL
    GROUP BY suppression_id
),
covered AS (
    SELECT m.suppression_id, unnest(m.said.entities) AS listing FROM made AS m
),
in_force AS (
    SELECT list_id, max_by(list_version, loaded_at) AS list_version FROM reference.list_versions GROUP BY list_id
),
listed AS (
    SELECT entity_id, entity_hash FROM reference.listed_entities SEMI JOIN in_force USING (list_id, list_version)
    WHERE entity_id IN (SELECT listing.entity_id FROM covered)
),
-- What a suppression lapses over: a listing that it covers was changed, another list names the same party, or the
-- company register says something else than it did.
lapses AS (
    SELECT c.suppression_id, concat(c.listing.entity_id, ' was changed') AS lapse
    FROM covered AS c
    JOIN listed AS l ON l.entity_id = c.listing.entity_id
    WHERE l.entity_hash <> c.listing.entity_hash
    UNION
    SELECT c.suppression_id, concat(o.entity_id, ' names the same party')
    FROM covered AS c
    JOIN reference.entity_groups AS g ON g.entity_id = c.listing.entity_id
    JOIN reference.entity_groups AS o ON o.group_id = g.group_id
    ANTI JOIN covered AS k ON k.suppression_id = c.suppression_id AND k.listing.entity_id = o.entity_id
    UNION
    SELECT m.suppression_id, 'the company register changed'
    FROM made AS m
    LEFT JOIN review.register_entries AS r ON r.tax_id = m.said.party_tax_id
    WHERE m.said.register_hash IS NOT NULL AND m.said.register_hash IS DISTINCT FROM r.register_hash
),
lapsed AS (
    SELECT suppression_id, string_agg(lapse, '; ' ORDER BY lapse) AS lapse FROM lapses GROUP BY suppression_id
)
SELECT
    m.suppression_id,
    CASE
        WHEN l.e.kind = 'suppression_rejected' THEN 'rejected'
        WHEN l.e.kind = 'suppression_revoked' THEN 'revoked'
        WHEN p.lapse IS NOT NULL THEN 'lapsed'
        WHEN l.e.kind = 'suppressed' AND m.said.needs_second THEN 'proposed'
        WHEN m.said.expires_on < current_date THEN 'expired'
        ELSE 'in_force'
    END AS state,
    CASE
        WHEN l.e.kind IN ('suppression_rejected', 'suppression_revoked') THEN l.e.payload ->> '$.comment'
        ELSE p.lapse
    END AS state_reason,
    m.party_id,
    m.said.party_name AS party_name,
    m.said.party_country_code AS party_country_code,
    m.said.party_tax_id AS party_tax_id,
    m.entity_id,
    m.said.entity_name AS entity_name,
    list_transform(m.said.entities, x -> x.entity_id) AS entity_ids,
    m.said.reason_code AS reason_code,
    m.said.comment AS comment,
    m.said.expires_on AS expires_on,
    m.actor AS proposed_by,
    m.happened_at AS proposed_at,
    CASE WHEN l.e.kind <> 'suppressed' THEN l.e.actor END AS decided_by,
    CASE WHEN l.e.kind <> 'suppressed' THEN l.e.happened_at END AS decided_at,
    m.alert_id,
    m.said.severity AS severity,
    l.e.event_number AS last_event
FROM made AS m
JOIN latest AS l USING (suppression_id)
LEFT JOIN lapsed AS p USING (suppression_id);

-- A decision counts for the rules that the alert had when it was decided: a suppression may have taken it away since.
CREATE VIEW review.rule_precision AS
WITH decided AS (
    SELECT s.alert_id, s.disposition, from_json(d.payload -> '$.rule_ids', '["VARCHAR"]') AS rule_ids
    FROM review.alert_states AS s
    JOIN review.events AS d ON d.event_number = s.decision_event
    WHERE s.status = 'decided'
),
every AS (
    SELECT rule_ids, disposition FROM decided
    UNION ALL
    SELECT a.rule_ids, NULL FROM alerts.alerts AS a ANTI JOIN decided USING (alert_id)
),
ruled AS (
    SELECT unnest(rule_ids) AS rule_id, rule_ids[1] AS first_rule_id, disposition FROM every
)
SELECT
    rule_id,
    count(*) AS alert_count,
    count(disposition) AS decided_count,
    count(*) FILTER (disposition = 'true_match') AS true_match_count,
    count(*) FILTER (disposition = 'false_positive') AS false_positive_count,
    count(*) FILTER (disposition = 'release') AS release_count,
    count(*) FILTER (disposition = 'true_match')
        / nullif(count(*) FILTER (disposition IN ('true_match', 'false_positive')), 0) AS "precision",
    count(*) FILTER (disposition = 'true_match' AND first_rule_id = rule_id) AS headline_true_match_count,
    count(*) FILTER (disposition = 'false_positive' AND first_rule_id = rule_id) AS headline_false_positive_count
FROM ruled
GROUP BY rule_id;
