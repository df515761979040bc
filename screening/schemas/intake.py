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

_DERIVED = (
    Column("statistical_value_usd", pl.Float64, "Statistical value in US dollars; null without a rate", "USD"),
    Column("usd_rate_date", pl.Date, "Date of the exchange rate that was used; null when none was needed"),
    Column("usd_rate_source", pl.String, "Source of that exchange rate, as in reference.exchange_rates"),
)

DECLARATIONS = Table(
    "intake",
    "declarations",
    "Goods items of declarations as they stand now: corrected declarations only in their last version.",
    ("declaration_id", "item_number"),
    (*CANONICAL_COLUMNS, *_LINEAGE, *_DERIVED),
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
        *_DERIVED,
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
        Column(
            "format",
            pl.String,
            "csv, xlsx, parquet, jsonl, esadout_xml, asycuda_xml, wco_xml or query",
            required=True,
        ),
        Column("byte_count", pl.Int64, "Size", "bytes", required=True),
        Column("received_at", UTC, "When it was taken in", required=True),
        Column("first_day", pl.Date, "Earliest registration date of its accepted rows; null when it has none"),
        Column("last_day", pl.Date, "Latest registration date of its accepted rows"),
        Column("rows_read", pl.Int64, "Rows read: accepted and rejected together", required=True),
        Column("rows_accepted", pl.Int64, "Rows accepted, superseded ones included", required=True),
        Column("rows_rejected", pl.Int64, "Rows rejected", required=True),
        Column(
            "record_kind",
            pl.String,
            "What its rows are: declarations, invoices, companies or company_links",
            required=True,
        ),
        Column("rows_warned", pl.Int64, "Accepted rows with at least one warning", required=True),
        Column("mapping", pl.String, "Mapping by which it was read: name and hash; null for canonical columns"),
        Column("archive_name", pl.String, "Archive in which it arrived"),
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
        Column("registration_date", pl.Date, "Registration date, as far as it could be read"),
        Column("office_code", pl.String, "Customs office, as far as it could be read"),
    ),
)

ROW_WARNINGS = Table(
    "intake",
    "row_warnings",
    "What is doubtful in rows that were accepted; a value that was mended is named with what it was.",
    ("file_id", "row_number", "check_id", "column_name"),
    (
        *_LINEAGE,
        Column("check_id", pl.String, "The check; see docs/intake-checks.md", required=True),
        Column("column_name", pl.String, "The column", required=True),
        Column("value", pl.String, "The value as it arrived"),
        Column("mended_value", pl.String, "The value that was stored instead; null when it was left as it arrived"),
        Column("message", pl.String, "What is doubtful, in English", required=True),
        Column("declaration_id", pl.String, "Declaration number; null for other records"),
        Column("registration_date", pl.Date, "Registration date of the declaration"),
        Column("office_code", pl.String, "Customs office"),
    ),
)

REFUSED_FILES = Table(
    "intake",
    "refused_files",
    "Files that could not be taken in, set aside while the day goes on; one that was mended has another content.",
    ("file_id", "file_name"),
    (
        Column("file_id", pl.String, "SHA-256 of the content, or of the name where it cannot be read", required=True),
        Column("file_name", pl.String, "Name under which it arrived", required=True),
        Column("archive_name", pl.String, "Archive in which it arrived"),
        Column("byte_count", pl.Int64, "Size; null where it cannot be read", "bytes"),
        Column("check_id", pl.String, "The check; see docs/intake-checks.md", required=True),
        Column("reason", pl.String, "What is wrong", required=True),
        Column("remedy", pl.String, "What to do", required=True),
        Column("first_refused_at", UTC, "When it was refused first", required=True),
        Column("last_refused_at", UTC, "When it was refused last", required=True),
    ),
)

QUERY_WATERMARKS = Table(
    "intake",
    "query_watermarks",
    "How far each database has been read: rows above the watermark are still to come.",
    ("query_id",),
    (
        Column("query_id", pl.String, "Id of the query, from its file", required=True),
        Column("watermark", pl.String, "Greatest value of the watermark column that was taken in", required=True),
        Column("taken_at", UTC, "When", required=True),
    ),
)

INTAKE_PROFILE = Table(
    "staging",
    "intake_profile",
    "A day's intake beside the 28 days before it; staged by a run for its quality checks, and not kept.",
    ("measure", "subject"),
    (
        Column("measure", pl.String, "rows, null_share, rejected_share or code", required=True),
        Column("subject", pl.String, "The office, the column, or the column and the code", required=True),
        Column("today", pl.Float64, "The measure on the day; null when the subject is not there"),
        Column("days", pl.Int64, "Days of the 28 before it on which anything was declared", required=True),
        Column("days_there", pl.Int64, "Days of the 28 on which the subject was there", required=True),
        Column("same_weekdays", pl.Int64, "Those of them that are the same day of the week", required=True),
        Column("least", pl.Float64, "Least value of the measure on these days"),
        Column("most", pl.Float64, "Greatest value"),
        Column("mean", pl.Float64, "Mean value"),
    ),
)

TABLES = (FILES, DECLARATIONS, SUPERSEDED_ITEMS, REJECTED_ROWS, ROW_WARNINGS, REFUSED_FILES, QUERY_WATERMARKS)
