-- The history: what past days come to, for each day and each month. It is made on the first run after this; on a lake
-- with a year of declarations that takes minutes, once.

CREATE SCHEMA history;

CREATE TABLE history.parties (
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    role VARCHAR NOT NULL,
    tax_id VARCHAR,
    name VARCHAR,
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    declaration_count BIGINT NOT NULL
);
ALTER TABLE history.parties SET PARTITIONED BY (period, year(period_start), month(period_start));

CREATE TABLE history.trades (
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    trader_key VARCHAR NOT NULL,
    flow VARCHAR NOT NULL,
    hs6 VARCHAR NOT NULL,
    currency_code VARCHAR,
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    declaration_count BIGINT NOT NULL,
    item_count BIGINT NOT NULL,
    value_cents BIGINT NOT NULL,
    mass_grams BIGINT NOT NULL
);
ALTER TABLE history.trades SET PARTITIONED BY (period, year(period_start), month(period_start));

CREATE TABLE history.pairs (
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    consignor_key VARCHAR NOT NULL,
    consignee_key VARCHAR NOT NULL,
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    declaration_count BIGINT NOT NULL
);
ALTER TABLE history.pairs SET PARTITIONED BY (period, year(period_start), month(period_start));

CREATE TABLE history.addresses (
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    address_key VARCHAR NOT NULL,
    consignee_key VARCHAR NOT NULL,
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    declaration_count BIGINT NOT NULL
);
ALTER TABLE history.addresses SET PARTITIONED BY (period, year(period_start), month(period_start));

CREATE TABLE history.measures (
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    measure VARCHAR NOT NULL,
    flow VARCHAR NOT NULL,
    currency_code VARCHAR NOT NULL,
    per VARCHAR NOT NULL,
    hs6 VARCHAR NOT NULL,
    origin_country_code VARCHAR NOT NULL,
    step BIGINT NOT NULL,
    item_count BIGINT NOT NULL
);
ALTER TABLE history.measures SET PARTITIONED BY (period, year(period_start), month(period_start));

CREATE TABLE history.models (
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    model_key VARCHAR NOT NULL,
    trader_key VARCHAR NOT NULL,
    hs6 VARCHAR NOT NULL,
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    item_count BIGINT NOT NULL
);
ALTER TABLE history.models SET PARTITIONED BY (period, year(period_start), month(period_start));

CREATE TABLE history.routes (
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    flow VARCHAR NOT NULL,
    hs2 VARCHAR NOT NULL,
    origin_country_code VARCHAR,
    dispatch_country_code VARCHAR,
    trade_country_code VARCHAR,
    destination_country_code VARCHAR,
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    declaration_count BIGINT NOT NULL
);
ALTER TABLE history.routes SET PARTITIONED BY (period, year(period_start), month(period_start));

CREATE TABLE history.transits (
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    carrier_key VARCHAR NOT NULL,
    declaration_count BIGINT NOT NULL,
    open_count BIGINT NOT NULL
);
ALTER TABLE history.transits SET PARTITIONED BY (period, year(period_start), month(period_start));

CREATE TABLE history.onward (
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    seller_key VARCHAR NOT NULL,
    hs6 VARCHAR NOT NULL,
    country_code VARCHAR NOT NULL,
    currency_code VARCHAR,
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    line_count BIGINT NOT NULL,
    value_cents BIGINT NOT NULL
);
ALTER TABLE history.onward SET PARTITIONED BY (period, year(period_start), month(period_start));

CREATE TABLE history.periods (
    source VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    row_count BIGINT NOT NULL
);

CREATE TABLE history.stands_at (
    snapshot_id BIGINT NOT NULL,
    made_by VARCHAR NOT NULL
);

CREATE TABLE ops.indicator_runs (
    run_id VARCHAR NOT NULL,
    screening_date DATE NOT NULL,
    rule_id VARCHAR NOT NULL,
    rule_version VARCHAR NOT NULL,
    is_own BOOLEAN NOT NULL,
    status VARCHAR NOT NULL,
    seconds DOUBLE NOT NULL,
    hit_count BIGINT NOT NULL,
    message VARCHAR
);
