-- Lists: relations, licences, changes between versions, groups over lists, attempts to refresh.
-- Screening: the registry of parties, look-back.

ALTER TABLE reference.list_versions ADD COLUMN relation_count BIGINT;

ALTER TABLE reference.listed_entities ADD COLUMN measures VARCHAR[];
ALTER TABLE reference.listed_entities ADD COLUMN licence_requirement VARCHAR;
ALTER TABLE reference.listed_entities ADD COLUMN licence_policy VARCHAR;
ALTER TABLE reference.listed_entities ADD COLUMN end_date DATE;
ALTER TABLE reference.listed_entities ADD COLUMN vessel_flag_code VARCHAR;
ALTER TABLE reference.listed_entities ADD COLUMN vessel_owner VARCHAR;

CREATE TABLE reference.listed_relations (
    list_id VARCHAR NOT NULL,
    list_version VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    relation_number BIGINT NOT NULL,
    relation_kind VARCHAR NOT NULL,
    related_entity_id VARCHAR,
    related_name VARCHAR NOT NULL,
    published_relation VARCHAR NOT NULL
);

CREATE TABLE reference.list_changes (
    list_id VARCHAR NOT NULL,
    from_version VARCHAR NOT NULL,
    to_version VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    primary_name VARCHAR NOT NULL,
    fields VARCHAR[] NOT NULL,
    detail VARCHAR NOT NULL
);

CREATE TABLE reference.entity_groups (
    entity_id VARCHAR NOT NULL,
    group_id VARCHAR NOT NULL
);

CREATE TABLE reference.entity_links (
    entity_id VARCHAR NOT NULL,
    other_entity_id VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    is_used BOOLEAN NOT NULL
);

CREATE TABLE reference.groupings (
    grouped_at TIMESTAMPTZ NOT NULL,
    list_versions VARCHAR[] NOT NULL,
    separations BIGINT NOT NULL
);

CREATE TABLE reference.entity_separations (
    entity_id VARCHAR NOT NULL,
    other_entity_id VARCHAR NOT NULL,
    is_separate BOOLEAN NOT NULL,
    reason VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE ops.list_refreshes (
    attempted_at TIMESTAMPTZ NOT NULL,
    source VARCHAR NOT NULL,
    list_id VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    list_version VARCHAR,
    reasons VARCHAR[] NOT NULL,
    url VARCHAR,
    http_status BIGINT,
    etag VARCHAR,
    last_modified VARCHAR,
    byte_count BIGINT,
    file_hash VARCHAR,
    raw_file VARCHAR,
    decided_by VARCHAR,
    decision_reason VARCHAR
);

CREATE TABLE screening.parties (
    party_id VARCHAR NOT NULL,
    name VARCHAR,
    country_code VARCHAR,
    tax_id VARCHAR,
    address VARCHAR,
    first_seen DATE NOT NULL,
    first_screening BIGINT NOT NULL
);

CREATE TABLE screening.party_matches (
    party_id VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    listed_name VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    screening BIGINT NOT NULL
);

CREATE TABLE screening.screenings (
    screening BIGINT NOT NULL,
    screened_at TIMESTAMPTZ NOT NULL,
    kind VARCHAR NOT NULL,
    matcher VARCHAR NOT NULL,
    weighed_by VARCHAR[] NOT NULL,
    list_versions VARCHAR[] NOT NULL,
    party_count BIGINT NOT NULL,
    entity_count BIGINT NOT NULL,
    match_count BIGINT NOT NULL
);

-- A column that is never null is added by making the table anew: DuckLake sets NOT NULL only where it has statistics.
ALTER TABLE screening.runs RENAME TO runs_before;
CREATE TABLE screening.runs (
    run_id VARCHAR NOT NULL,
    screening_date DATE NOT NULL,
    status VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ NOT NULL,
    code_version VARCHAR NOT NULL,
    policy_version VARCHAR NOT NULL,
    list_versions VARCHAR[] NOT NULL,
    control_list_versions VARCHAR[] NOT NULL,
    input_hash VARCHAR NOT NULL,
    item_count BIGINT NOT NULL,
    hit_count BIGINT NOT NULL,
    alert_count BIGINT NOT NULL,
    warnings VARCHAR[] NOT NULL,
    kind VARCHAR NOT NULL
);
INSERT INTO screening.runs SELECT *, 'day' FROM screening.runs_before;
DROP TABLE screening.runs_before;

ALTER TABLE screening.hits RENAME TO hits_before;
CREATE TABLE screening.hits (
    screening_date DATE NOT NULL,
    run_id VARCHAR NOT NULL,
    declaration_id VARCHAR NOT NULL,
    item_number BIGINT,
    rule_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    strength DOUBLE NOT NULL,
    declared VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,
    reference_id VARCHAR NOT NULL,
    reference_list VARCHAR NOT NULL,
    reference_version VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    is_look_back BOOLEAN NOT NULL
);
INSERT INTO screening.hits SELECT *, false FROM screening.hits_before;
DROP TABLE screening.hits_before;

ALTER TABLE alerts.alerts RENAME TO alerts_before;
CREATE TABLE alerts.alerts (
    alert_id VARCHAR NOT NULL,
    screening_date DATE NOT NULL,
    run_id VARCHAR NOT NULL,
    declaration_id VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    reason_count BIGINT NOT NULL,
    rule_ids VARCHAR[] NOT NULL,
    headline VARCHAR NOT NULL,
    flow VARCHAR NOT NULL,
    office_code VARCHAR NOT NULL,
    consignor_name VARCHAR,
    consignee_name VARCHAR,
    consignee_tax_id VARCHAR,
    corridor VARCHAR NOT NULL,
    item_count BIGINT NOT NULL,
    statistical_value DOUBLE,
    is_look_back BOOLEAN NOT NULL,
    status VARCHAR NOT NULL,
    status_reason VARCHAR
);
INSERT INTO alerts.alerts SELECT *, false, 'open', NULL FROM alerts.alerts_before;
DROP TABLE alerts.alerts_before;

ALTER TABLE alerts.alert_reasons RENAME TO alert_reasons_before;
CREATE TABLE alerts.alert_reasons (
    alert_id VARCHAR NOT NULL,
    screening_date DATE NOT NULL,
    reason_number BIGINT NOT NULL,
    declaration_id VARCHAR NOT NULL,
    item_number BIGINT,
    rule_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    strength DOUBLE NOT NULL,
    declared VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,
    reference_id VARCHAR NOT NULL,
    reference_list VARCHAR NOT NULL,
    reference_version VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    points DOUBLE NOT NULL,
    list_age_days BIGINT,
    explanation VARCHAR NOT NULL,
    is_look_back BOOLEAN NOT NULL
);
INSERT INTO alerts.alert_reasons SELECT *, false FROM alerts.alert_reasons_before;
DROP TABLE alerts.alert_reasons_before;
