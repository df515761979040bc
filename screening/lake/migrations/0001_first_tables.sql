-- The first tables: reference data, intake, runs and hits, alerts, quality results.
-- Columns and meanings are in screening/schemas; docs/data-dictionary.md is made from them.

CREATE SCHEMA IF NOT EXISTS reference;

CREATE TABLE reference.list_versions (
    list_id VARCHAR NOT NULL,
    list_version VARCHAR NOT NULL,
    list_name VARCHAR NOT NULL,
    published_date DATE,
    retrieved_at TIMESTAMPTZ NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL,
    format VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    source_files VARCHAR[] NOT NULL,
    entity_count BIGINT NOT NULL,
    name_count BIGINT NOT NULL,
    identifier_count BIGINT NOT NULL,
    address_count BIGINT NOT NULL,
    warnings VARCHAR[] NOT NULL
);

CREATE TABLE reference.listed_entities (
    list_id VARCHAR NOT NULL,
    list_version VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    entity_type VARCHAR NOT NULL,
    primary_name VARCHAR NOT NULL,
    programmes VARCHAR[] NOT NULL,
    country_codes VARCHAR[] NOT NULL,
    birth_dates VARCHAR[] NOT NULL,
    birth_places VARCHAR[] NOT NULL,
    position VARCHAR,
    gender VARCHAR,
    listed_date DATE,
    vessel_type VARCHAR,
    legal_basis VARCHAR[] NOT NULL,
    source_url VARCHAR,
    remarks VARCHAR,
    entity_hash VARCHAR NOT NULL
);

CREATE TABLE reference.listed_names (
    list_id VARCHAR NOT NULL,
    list_version VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    name_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    name_kind VARCHAR NOT NULL,
    script VARCHAR NOT NULL,
    language VARCHAR
);

CREATE TABLE reference.listed_identifiers (
    list_id VARCHAR NOT NULL,
    list_version VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    identifier_kind VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    published_value VARCHAR NOT NULL,
    country_code VARCHAR,
    currency_code VARCHAR NOT NULL,
    note VARCHAR
);

CREATE TABLE reference.listed_addresses (
    list_id VARCHAR NOT NULL,
    list_version VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    address_number BIGINT NOT NULL,
    full_address VARCHAR NOT NULL,
    street VARCHAR,
    city VARCHAR,
    region VARCHAR,
    postal_code VARCHAR,
    country_code VARCHAR,
    country_name VARCHAR
);

CREATE TABLE reference.control_entries (
    control_list VARCHAR NOT NULL,
    control_list_version VARCHAR NOT NULL,
    entry_code VARCHAR NOT NULL,
    regimes VARCHAR[] NOT NULL,
    title_en VARCHAR NOT NULL,
    title_ru VARCHAR,
    title_kk VARCHAR
);

CREATE TABLE reference.hs_correlations (
    control_list VARCHAR NOT NULL,
    control_list_version VARCHAR NOT NULL,
    hs_code VARCHAR NOT NULL,
    hs_edition VARCHAR NOT NULL,
    entry_code VARCHAR NOT NULL,
    strength VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    source VARCHAR NOT NULL
);

CREATE SCHEMA IF NOT EXISTS intake;

CREATE TABLE intake.files (
    file_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    byte_count BIGINT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    first_day DATE,
    last_day DATE,
    rows_read BIGINT NOT NULL,
    rows_accepted BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL
);

CREATE TABLE intake.declarations (
    declaration_id VARCHAR NOT NULL,
    correction_number BIGINT NOT NULL,
    item_number BIGINT NOT NULL,
    flow VARCHAR NOT NULL,
    procedure_code VARCHAR,
    registration_date DATE NOT NULL,
    release_date DATE,
    office_code VARCHAR NOT NULL,
    consignor_name VARCHAR,
    consignor_address VARCHAR,
    consignor_country_code VARCHAR,
    consignor_tax_id VARCHAR,
    consignee_name VARCHAR,
    consignee_address VARCHAR,
    consignee_country_code VARCHAR,
    consignee_tax_id VARCHAR,
    declarant_name VARCHAR,
    declarant_address VARCHAR,
    declarant_country_code VARCHAR,
    declarant_tax_id VARCHAR,
    responsible_name VARCHAR,
    responsible_address VARCHAR,
    responsible_country_code VARCHAR,
    responsible_tax_id VARCHAR,
    carrier_name VARCHAR,
    carrier_address VARCHAR,
    carrier_country_code VARCHAR,
    carrier_tax_id VARCHAR,
    dispatch_country_code VARCHAR,
    origin_country_code VARCHAR,
    destination_country_code VARCHAR,
    trade_country_code VARCHAR,
    hs_code VARCHAR NOT NULL,
    goods_description VARCHAR NOT NULL,
    maker_name VARCHAR,
    brand_name VARCHAR,
    model_name VARCHAR,
    gross_mass_kg DOUBLE,
    net_mass_kg DOUBLE,
    quantity DOUBLE,
    quantity_unit_code VARCHAR,
    invoice_value DOUBLE,
    invoice_currency_code VARCHAR,
    statistical_value DOUBLE,
    statistical_currency_code VARCHAR,
    transport_mode_code VARCHAR,
    transport_identity VARCHAR,
    container_numbers VARCHAR,
    documents VARCHAR,
    payment_details VARCHAR,
    file_id VARCHAR NOT NULL,
    row_number BIGINT NOT NULL
);

CREATE TABLE intake.superseded_items (
    declaration_id VARCHAR NOT NULL,
    correction_number BIGINT NOT NULL,
    item_number BIGINT NOT NULL,
    flow VARCHAR NOT NULL,
    procedure_code VARCHAR,
    registration_date DATE NOT NULL,
    release_date DATE,
    office_code VARCHAR NOT NULL,
    consignor_name VARCHAR,
    consignor_address VARCHAR,
    consignor_country_code VARCHAR,
    consignor_tax_id VARCHAR,
    consignee_name VARCHAR,
    consignee_address VARCHAR,
    consignee_country_code VARCHAR,
    consignee_tax_id VARCHAR,
    declarant_name VARCHAR,
    declarant_address VARCHAR,
    declarant_country_code VARCHAR,
    declarant_tax_id VARCHAR,
    responsible_name VARCHAR,
    responsible_address VARCHAR,
    responsible_country_code VARCHAR,
    responsible_tax_id VARCHAR,
    carrier_name VARCHAR,
    carrier_address VARCHAR,
    carrier_country_code VARCHAR,
    carrier_tax_id VARCHAR,
    dispatch_country_code VARCHAR,
    origin_country_code VARCHAR,
    destination_country_code VARCHAR,
    trade_country_code VARCHAR,
    hs_code VARCHAR NOT NULL,
    goods_description VARCHAR NOT NULL,
    maker_name VARCHAR,
    brand_name VARCHAR,
    model_name VARCHAR,
    gross_mass_kg DOUBLE,
    net_mass_kg DOUBLE,
    quantity DOUBLE,
    quantity_unit_code VARCHAR,
    invoice_value DOUBLE,
    invoice_currency_code VARCHAR,
    statistical_value DOUBLE,
    statistical_currency_code VARCHAR,
    transport_mode_code VARCHAR,
    transport_identity VARCHAR,
    container_numbers VARCHAR,
    documents VARCHAR,
    payment_details VARCHAR,
    file_id VARCHAR NOT NULL,
    row_number BIGINT NOT NULL,
    superseded_by_file_id VARCHAR NOT NULL
);

CREATE TABLE intake.rejected_rows (
    file_id VARCHAR NOT NULL,
    row_number BIGINT NOT NULL,
    declaration_id VARCHAR,
    reason_code VARCHAR NOT NULL,
    column_name VARCHAR,
    value VARCHAR,
    message VARCHAR NOT NULL,
    all_reasons VARCHAR[] NOT NULL,
    raw_row VARCHAR NOT NULL
);

CREATE SCHEMA IF NOT EXISTS screening;

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
    warnings VARCHAR[] NOT NULL
);

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
    detail VARCHAR NOT NULL
);

CREATE SCHEMA IF NOT EXISTS alerts;

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
    statistical_value DOUBLE
);

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
    explanation VARCHAR NOT NULL
);

CREATE TABLE alerts.daily_summary (
    screening_date DATE NOT NULL,
    measure VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    count BIGINT NOT NULL
);

CREATE SCHEMA IF NOT EXISTS ops;

-- One row that every writing transaction changes first, so that two of them always conflict and one tries again:
-- DuckLake lets two transactions that only insert pass each other, and each would add what the other just added.
CREATE TABLE ops.writer (turn BIGINT NOT NULL);
INSERT INTO ops.writer VALUES (0);

CREATE TABLE ops.quality_results (
    run_id VARCHAR NOT NULL,
    screening_date DATE NOT NULL,
    checked_at TIMESTAMPTZ NOT NULL,
    suite VARCHAR NOT NULL,
    check_id VARCHAR NOT NULL,
    meaning VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    is_passed BOOLEAN NOT NULL,
    observed VARCHAR NOT NULL,
    examples VARCHAR[] NOT NULL
);
