"""`intake.*`: what arrived. One row per goods item, the files it came in, and every row that was refused."""

from __future__ import annotations

import polars as pl

from screening.schemas.table import STRINGS, UTC, Column, Table

ISO2 = "ISO 3166-1 alpha-2"
PARTY_ROLES = ("consignor", "consignee", "declarant", "responsible", "carrier")
"""Parties of a declaration: boxes 2, 8, 14, 9 and 50."""

FLOWS = ("import", "export", "transit")


def _party(role: str, box: str, whom: str) -> tuple[Column, ...]:
    return (
        Column(f"{role}_name", pl.String, f"Box {box}: name of the {whom}"),
        Column(f"{role}_address", pl.String, f"Box {box}: address of the {whom}, one line"),
        Column(f"{role}_country_code", pl.String, f"Box {box}: country of the {whom}", ISO2),
        Column(f"{role}_tax_id", pl.String, f"Box {box}: BIN, IIN, INN or other tax number of the {whom}"),
    )


CANONICAL_COLUMNS: tuple[Column, ...] = (
    Column("declaration_id", pl.String, "Declaration number (box A)", required=True),
    Column(
        "correction_number",
        pl.Int64,
        "0 for the declaration as first lodged, 1 for its first correction …",
        required=True,
    ),
    Column("item_number", pl.Int64, "Number of the goods item (box 32)", required=True),
    Column("flow", pl.String, "import, export or transit (box 1)", required=True),
    Column("procedure_code", pl.String, "Customs procedure (box 37)"),
    Column("registration_date", pl.Date, "Date on which customs registered the declaration", required=True),
    Column("release_date", pl.Date, "Date of release, if released"),
    Column("office_code", pl.String, "Customs office (box A, 29)", required=True),
    *_party("consignor", "2", "consignor or exporter"),
    *_party("consignee", "8", "consignee or importer"),
    *_party("declarant", "14", "declarant or representative"),
    *_party("responsible", "9", "person responsible for financial settlement"),
    *_party("carrier", "50", "carrier or principal of transit"),
    Column("dispatch_country_code", pl.String, "Country of dispatch or export (box 15)", ISO2),
    Column("origin_country_code", pl.String, "Country of origin (box 34)", ISO2),
    Column("destination_country_code", pl.String, "Country of destination (box 17)", ISO2),
    Column("trade_country_code", pl.String, "Trading country (box 11)", ISO2),
    Column("hs_code", pl.String, "Goods code, 6, 8 or 10 digits (box 33)", "HS / TN VED", required=True),
    Column("goods_description", pl.String, "Description of the goods (box 31)", required=True),
    Column("maker_name", pl.String, "Maker (box 31)"),
    Column("brand_name", pl.String, "Trade mark (box 31)"),
    Column("model_name", pl.String, "Model, mark, article or part number (box 31)"),
    Column("gross_mass_kg", pl.Float64, "Gross mass (box 35)", "kg"),
    Column("net_mass_kg", pl.Float64, "Net mass (box 38)", "kg"),
    Column("quantity", pl.Float64, "Quantity in the supplementary unit (box 41)", "quantity_unit_code"),
    Column("quantity_unit_code", pl.String, "Supplementary unit (box 41)", "UN/ECE Rec. 20 or national"),
    Column("invoice_value", pl.Float64, "Invoiced amount of the item (box 42)", "invoice_currency_code"),
    Column("invoice_currency_code", pl.String, "Currency of the invoice (box 22)", "ISO 4217"),
    Column("statistical_value", pl.Float64, "Statistical value (box 46)", "statistical_currency_code"),
    Column("statistical_currency_code", pl.String, "Currency of the statistical value", "ISO 4217"),
    Column("transport_mode_code", pl.String, "Mode of transport at the border (box 25)"),
    Column(
        "transport_identity",
        pl.String,
        "Vehicles, wagons, flight or vessel with its IMO number (boxes 18, 21)",
    ),
    Column("container_numbers", pl.String, "Containers, separated by ;"),
    Column("documents", pl.String, "Documents presented (box 44): type, number, date; separated by ;"),
    Column("payment_details", pl.String, "Terms and means of payment, accounts, wallets"),
)
"""The canonical item-level table, as it arrives. The lake adds the file and the row it came from."""

_LINEAGE = (
    Column("file_id", pl.String, "SHA-256 of the file the row came from", required=True),
    Column(
        "row_number",
        pl.Int64,
        "Number of the row in that file, the first row after the header is 1",
        required=True,
    ),
)

DECLARATIONS = Table(
    "intake",
    "declarations",
    "Goods items of declarations as they stand now: corrected declarations only in their last version.",
    ("declaration_id", "item_number"),
    (*CANONICAL_COLUMNS, *_LINEAGE),
)

SUPERSEDED_ITEMS = Table(
    "intake",
    "superseded_items",
    "Goods items of declarations that were corrected later, kept as they were.",
    ("declaration_id", "item_number", "file_id", "row_number"),
    (
        *CANONICAL_COLUMNS,
        *_LINEAGE,
        Column("superseded_by_file_id", pl.String, "The file that holds the later version", required=True),
    ),
)

FILES = Table(
    "intake",
    "files",
    "Every file that was taken in, once for each distinct content.",
    ("file_id",),
    (
        Column("file_id", pl.String, "SHA-256 of the content", required=True),
        Column("file_name", pl.String, "Name under which it first arrived", required=True),
        Column("format", pl.String, "csv, parquet, esadout_xml, asycuda_xml or wco_xml", required=True),
        Column("byte_count", pl.Int64, "Size", "bytes", required=True),
        Column("received_at", UTC, "When it was taken in", required=True),
        Column("first_day", pl.Date, "Earliest registration date of its accepted rows; null when it has none"),
        Column("last_day", pl.Date, "Latest registration date of its accepted rows"),
        Column("rows_read", pl.Int64, "Rows read: accepted and rejected together", required=True),
        Column("rows_accepted", pl.Int64, "Rows accepted, superseded ones included", required=True),
        Column("rows_rejected", pl.Int64, "Rows rejected", required=True),
    ),
)

REJECTED_ROWS = Table(
    "intake",
    "rejected_rows",
    "Rows that were not accepted, each with its reason and its content, so that it can be mended and sent again.",
    ("file_id", "row_number"),
    (
        *_LINEAGE,
        Column("declaration_id", pl.String, "Declaration number, as far as it could be read"),
        Column("reason_code", pl.String, "The first check that failed; see docs/intake.md", required=True),
        Column("column_name", pl.String, "The column that failed; null when the row as a whole did"),
        Column("value", pl.String, "The value that failed, as it arrived"),
        Column("message", pl.String, "What is wrong and what is expected", required=True),
        Column("all_reasons", STRINGS, "Every check that failed: code, colon, column", required=True),
        Column("raw_row", pl.String, "The row as it arrived, as JSON or as text", required=True),
    ),
)

TABLES = (FILES, DECLARATIONS, SUPERSEDED_ITEMS, REJECTED_ROWS)
