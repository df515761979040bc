-- Intake: kinds of records, mappings, warnings, refused files, queries, exchange rates.

-- A column that is never null is added by making the table anew: DuckLake sets NOT NULL only where it has statistics.
ALTER TABLE intake.files RENAME TO files_before;
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
    rows_rejected BIGINT NOT NULL,
    record_kind VARCHAR NOT NULL,
    rows_warned BIGINT NOT NULL,
    mapping VARCHAR,
    archive_name VARCHAR
);
INSERT INTO intake.files SELECT *, 'declarations', 0, NULL, NULL FROM intake.files_before;
DROP TABLE intake.files_before;

ALTER TABLE intake.declarations ADD COLUMN statistical_value_usd DOUBLE;
ALTER TABLE intake.declarations ADD COLUMN usd_rate_date DATE;
ALTER TABLE intake.declarations ADD COLUMN usd_rate_source VARCHAR;
ALTER TABLE intake.superseded_items ADD COLUMN statistical_value_usd DOUBLE;
ALTER TABLE intake.superseded_items ADD COLUMN usd_rate_date DATE;
ALTER TABLE intake.superseded_items ADD COLUMN usd_rate_source VARCHAR;

UPDATE intake.declarations SET statistical_value_usd = statistical_value WHERE statistical_currency_code = 'USD';
UPDATE intake.superseded_items SET statistical_value_usd = statistical_value WHERE statistical_currency_code = 'USD';

ALTER TABLE intake.rejected_rows ADD COLUMN registration_date DATE;
ALTER TABLE intake.rejected_rows ADD COLUMN office_code VARCHAR;

CREATE TABLE intake.row_warnings (
    file_id VARCHAR NOT NULL,
    row_number BIGINT NOT NULL,
    check_id VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    value VARCHAR,
    mended_value VARCHAR,
    message VARCHAR NOT NULL,
    declaration_id VARCHAR,
    registration_date DATE,
    office_code VARCHAR
);

CREATE TABLE intake.refused_files (
    file_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    archive_name VARCHAR,
    byte_count BIGINT,
    check_id VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    remedy VARCHAR NOT NULL,
    first_refused_at TIMESTAMPTZ NOT NULL,
    last_refused_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE intake.query_watermarks (
    query_id VARCHAR NOT NULL,
    watermark VARCHAR NOT NULL,
    taken_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE reference.exchange_rates (
    currency_code VARCHAR NOT NULL,
    rate_date DATE NOT NULL,
    usd_per_unit DOUBLE NOT NULL,
    source VARCHAR NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL
);
