-- Goods: versions of control lists and their validity, thresholds, scope by flow and country, chemicals, national
-- nomenclatures, trained models.

CREATE TABLE reference.control_list_versions (
    control_list VARCHAR NOT NULL,
    control_list_version VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    source_file VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    loaded_at TIMESTAMPTZ NOT NULL,
    entry_count BIGINT NOT NULL,
    correlation_count BIGINT NOT NULL,
    warnings VARCHAR[] NOT NULL
);

ALTER TABLE reference.control_entries ADD COLUMN threshold_en VARCHAR;
ALTER TABLE reference.control_entries ADD COLUMN threshold_ru VARCHAR;
ALTER TABLE reference.control_entries ADD COLUMN threshold_kk VARCHAR;

-- Made anew, because columns that are never null cannot be added to a table that holds rows.
ALTER TABLE reference.hs_correlations RENAME TO hs_correlations_before;
CREATE TABLE reference.hs_correlations (
    control_list VARCHAR NOT NULL,
    control_list_version VARCHAR NOT NULL,
    hs_code VARCHAR NOT NULL,
    hs_edition VARCHAR NOT NULL,
    entry_code VARCHAR NOT NULL,
    strength VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    narrowing_words VARCHAR[] NOT NULL,
    unit VARCHAR,
    flow VARCHAR NOT NULL,
    country_role VARCHAR,
    country_codes VARCHAR[] NOT NULL,
    valid_from DATE,
    valid_to DATE
);
INSERT INTO reference.hs_correlations
SELECT *, [], NULL, 'any', NULL, [], NULL, NULL FROM reference.hs_correlations_before;
DROP TABLE reference.hs_correlations_before;

CREATE TABLE reference.chemicals (
    control_list VARCHAR NOT NULL,
    control_list_version VARCHAR NOT NULL,
    cas_number VARCHAR NOT NULL,
    entry_codes VARCHAR[] NOT NULL,
    regimes VARCHAR[] NOT NULL,
    hs_code VARCHAR NOT NULL,
    hs_edition VARCHAR NOT NULL,
    formula VARCHAR,
    strength VARCHAR NOT NULL,
    names_en VARCHAR[] NOT NULL,
    names_ru VARCHAR[] NOT NULL,
    names_kk VARCHAR[] NOT NULL
);

CREATE TABLE reference.nomenclature_versions (
    nomenclature VARCHAR NOT NULL,
    nomenclature_version VARCHAR NOT NULL,
    hs_edition VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    source_file VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    loaded_at TIMESTAMPTZ NOT NULL,
    code_count BIGINT NOT NULL,
    leaf_count BIGINT NOT NULL,
    warnings VARCHAR[] NOT NULL
);

CREATE TABLE reference.nomenclature (
    nomenclature VARCHAR NOT NULL,
    nomenclature_version VARCHAR NOT NULL,
    hs_code VARCHAR NOT NULL,
    is_leaf BOOLEAN NOT NULL,
    title VARCHAR NOT NULL,
    full_title VARCHAR NOT NULL,
    unit VARCHAR
);

CREATE TABLE reference.goods_models (
    model_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    trained_at TIMESTAMPTZ NOT NULL,
    trained_on VARCHAR NOT NULL,
    row_count BIGINT NOT NULL,
    class_count BIGINT NOT NULL,
    measures VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    content BLOB NOT NULL,
    is_in_force BOOLEAN NOT NULL
);
