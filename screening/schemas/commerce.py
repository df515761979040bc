"""What other registers say of traders: invoices of goods that move on after clearance, and who stands behind a firm.

Borders inside a customs union have no declarations; that goods leave over one is seen in e-invoices and consignment
notes only. Ownership and directors come from extracts of the register of legal entities.
"""

from __future__ import annotations

import polars as pl

from screening.schemas.table import Column, Table

ISO2 = "ISO 3166-1 alpha-2"
INVOICE_KINDS = ("invoice", "consignment_note")
LINK_KINDS = ("owner", "director")

_LINEAGE = (
    Column("file_id", pl.String, "SHA-256 of the file the row came from", required=True),
    Column(
        "row_number", pl.Int64, "Number of the row in that file, the first row after the header is 1", required=True
    ),
)


def _party(role: str) -> tuple[Column, ...]:
    return (
        Column(f"{role}_name", pl.String, f"Name of the {role}"),
        Column(f"{role}_address", pl.String, f"Address of the {role}, one line"),
        Column(f"{role}_country_code", pl.String, f"Country of the {role}", ISO2),
        Column(f"{role}_tax_id", pl.String, f"BIN, IIN, INN or other tax number of the {role}"),
    )


INVOICE_COLUMNS: tuple[Column, ...] = (
    Column("invoice_id", pl.String, "Registration number of the invoice or consignment note", required=True),
    Column("line_number", pl.Int64, "Number of the line, from 1", required=True),
    Column("kind", pl.String, "invoice or consignment_note", required=True),
    Column("invoice_date", pl.Date, "Date of the turnover", required=True),
    *_party("seller"),
    *_party("buyer"),
    Column("dispatch_country_code", pl.String, "Country from which the goods are sent", ISO2),
    Column("destination_country_code", pl.String, "Country to which the goods are sent", ISO2),
    Column("hs_code", pl.String, "Goods code, 4 to 10 digits, as far as it is given", "HS / TN VED"),
    Column("goods_description", pl.String, "Description of the goods", required=True),
    Column("quantity", pl.Float64, "Quantity", "quantity_unit_code"),
    Column("quantity_unit_code", pl.String, "Unit of the quantity", "UN/ECE Rec. 20 or national"),
    Column("value", pl.Float64, "Value of the line without taxes", "value_currency_code"),
    Column("value_currency_code", pl.String, "Currency of the value", "ISO 4217"),
    Column("declaration_id", pl.String, "The import declaration under which the goods were cleared, where it is named"),
    Column("declaration_item_number", pl.Int64, "Its goods item, where it is named"),
)
"""A line of an invoice as it arrives. The lake adds the file and the row it came from."""

INVOICES = Table(
    "intake",
    "invoices",
    "Lines of e-invoices and consignment notes, as they stand now: a line that comes again replaces the earlier one.",
    ("invoice_id", "line_number"),
    (*INVOICE_COLUMNS, *_LINEAGE),
)

COMPANY_COLUMNS: tuple[Column, ...] = (
    Column("tax_id", pl.String, "BIN or other tax number of the firm", required=True),
    Column("name", pl.String, "Registered name", required=True),
    Column("address", pl.String, "Registered address, one line"),
    Column("country_code", pl.String, "Country of registration", ISO2),
    Column("registered_date", pl.Date, "Date of registration"),
    Column("closed_date", pl.Date, "Date on which it was struck off"),
    Column("activity_code", pl.String, "Main activity", "national, as NACE Rev. 2"),
)
"""A firm of the register of legal entities as it arrives."""

COMPANIES = Table(
    "intake",
    "companies",
    "Firms of the register of legal entities; the latest extract stands.",
    ("tax_id",),
    (*COMPANY_COLUMNS, *_LINEAGE),
)

COMPANY_LINK_COLUMNS: tuple[Column, ...] = (
    Column("company_tax_id", pl.String, "The firm", required=True),
    Column("link_number", pl.Int64, "Number of the link within the firm, from 1", required=True),
    Column("kind", pl.String, "owner or director", required=True),
    Column("linked_name", pl.String, "Name of the owner (a person or a firm) or director", required=True),
    Column("linked_tax_id", pl.String, "Tax number of the owner or director"),
    Column("linked_country_code", pl.String, "Country of the owner or director", ISO2),
    Column("share_percent", pl.Float64, "Share of an owner", "percent"),
    Column("from_date", pl.Date, "Since when"),
    Column("to_date", pl.Date, "Until when; empty while it lasts"),
)
"""Who owns or directs a firm, as it arrives."""

COMPANY_LINKS = Table(
    "intake",
    "company_links",
    "Owners and directors of firms; the latest extract that names a firm replaces all its links.",
    ("company_tax_id", "link_number"),
    (*COMPANY_LINK_COLUMNS, *_LINEAGE),
)

TABLES = (INVOICES, COMPANIES, COMPANY_LINKS)
