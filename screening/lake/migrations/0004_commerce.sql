-- Invoices after clearance, and the register of legal entities with owners and directors.

CREATE TABLE intake.invoices (
    invoice_id VARCHAR NOT NULL,
    line_number BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    invoice_date DATE NOT NULL,
    seller_name VARCHAR,
    seller_address VARCHAR,
    seller_country_code VARCHAR,
    seller_tax_id VARCHAR,
    buyer_name VARCHAR,
    buyer_address VARCHAR,
    buyer_country_code VARCHAR,
    buyer_tax_id VARCHAR,
    dispatch_country_code VARCHAR,
    destination_country_code VARCHAR,
    hs_code VARCHAR,
    goods_description VARCHAR NOT NULL,
    quantity DOUBLE,
    quantity_unit_code VARCHAR,
    value DOUBLE,
    value_currency_code VARCHAR,
    declaration_id VARCHAR,
    declaration_item_number BIGINT,
    file_id VARCHAR NOT NULL,
    row_number BIGINT NOT NULL
);

CREATE TABLE intake.companies (
    tax_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    address VARCHAR,
    country_code VARCHAR,
    registered_date DATE,
    closed_date DATE,
    activity_code VARCHAR,
    file_id VARCHAR NOT NULL,
    row_number BIGINT NOT NULL
);

CREATE TABLE intake.company_links (
    company_tax_id VARCHAR NOT NULL,
    link_number BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    linked_name VARCHAR NOT NULL,
    linked_tax_id VARCHAR,
    linked_country_code VARCHAR,
    share_percent DOUBLE,
    from_date DATE,
    to_date DATE,
    file_id VARCHAR NOT NULL,
    row_number BIGINT NOT NULL
);
