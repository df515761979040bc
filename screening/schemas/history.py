"""`history.*`: what past days come to, kept for each day and each month so that a day need not read years again.

A day's rows are a function of that day's declarations (or invoices) alone, a month's rows the sum of its days'. All
amounts are whole numbers, so that sums are the same in whatever order they are added. See docs/indicators.md.
"""

from __future__ import annotations

import polars as pl

from screening.schemas.table import Column, Table

_PERIOD = Column("period", pl.String, "day or month", required=True)
_PERIOD_START = Column("period_start", pl.Date, "The day, or the first day of the month", required=True)
_FIRST = Column("first_date", pl.Date, "First day within the period", required=True)
_LAST = Column("last_date", pl.Date, "Last day within the period", required=True)
_CONSIGNOR = Column("consignor_key", pl.String, "The consignor: tax number, or else name in capitals", required=True)
_CONSIGNEE = Column("consignee_key", pl.String, "The consignee: tax number, or else name in capitals", required=True)
_FLOW = Column("flow", pl.String, "import, export or transit", required=True)
_HS6 = Column("hs6", pl.String, "First six digits of the goods code", "HS", required=True)
_TRADER = Column(
    "trader_key",
    pl.String,
    "The trader: the consignor of an export, else the consignee; tax number or name",
    required=True,
)
_DECLARATIONS = Column("declaration_count", pl.Int64, "Declarations", required=True)
_ITEMS = Column("item_count", pl.Int64, "Goods items", required=True)
_ISO2 = "ISO 3166-1 alpha-2"


def _kept(name: str, meaning: str, keys: tuple[Column, ...], amounts: tuple[Column, ...]) -> Table:
    columns = (_PERIOD, _PERIOD_START, *keys, *amounts)
    return Table("history", name, meaning, ("period", "period_start", *(key.name for key in keys)), columns)


PARTIES = _kept(
    "parties",
    "On which days a party was seen, in which role.",
    (
        Column("role", pl.String, "consignor, consignee or carrier", required=True),
        Column("tax_id", pl.String, "Tax number as declared"),
        Column("name", pl.String, "Name as declared, in capitals"),
    ),
    (_FIRST, _LAST, _DECLARATIONS),
)
TRADES = _kept(
    "trades",
    "What each trader traded, by subheading.",
    (_TRADER, _FLOW, _HS6, Column("currency_code", pl.String, "Currency of the statistical value", "ISO 4217")),
    (
        _FIRST,
        _LAST,
        _DECLARATIONS,
        _ITEMS,
        Column("value_cents", pl.Int64, "Statistical value", "1/100 of the currency", required=True),
        Column("mass_grams", pl.Int64, "Net mass", "g", required=True),
    ),
)
PAIRS = _kept("pairs", "Who sent to whom.", (_CONSIGNOR, _CONSIGNEE), (_FIRST, _LAST, _DECLARATIONS))
ADDRESSES = _kept(
    "addresses",
    "Who received goods at which address.",
    (
        Column("address_key", pl.String, "Words and numbers of the address, in order of the alphabet", required=True),
        _CONSIGNEE,
    ),
    (_FIRST, _LAST, _DECLARATIONS),
)
MEASURES = _kept(
    "measures",
    "How prices and masses of a unit are spread: counts of items in steps of two percent.",
    (
        Column("measure", pl.String, "price (value per kilogram or unit) or mass (kilograms per unit)", required=True),
        _FLOW,
        Column("currency_code", pl.String, "Currency of a price; empty for a mass", "ISO 4217", required=True),
        Column("per", pl.String, "kg, or the code of the supplementary unit", required=True),
        _HS6,
        Column("origin_country_code", pl.String, "Country of origin, ?? where none is declared", _ISO2, required=True),
        Column("step", pl.Int64, "The step: the natural logarithm of the amount, in units of 0.02", required=True),
    ),
    (_ITEMS,),
)
MODELS = _kept(
    "models",
    "Under which subheadings a model was declared, by whom.",
    (
        Column("model_key", pl.String, "Letters and digits of the model, in capitals", required=True),
        _TRADER,
        _HS6,
    ),
    (_FIRST, _LAST, _ITEMS),
)
ROUTES = _kept(
    "routes",
    "By which countries goods of a chapter came.",
    (
        _FLOW,
        Column("hs2", pl.String, "Chapter", "HS", required=True),
        Column("origin_country_code", pl.String, "Country of origin", _ISO2),
        Column("dispatch_country_code", pl.String, "Country of dispatch", _ISO2),
        Column("trade_country_code", pl.String, "Trading country", _ISO2),
        Column("destination_country_code", pl.String, "Country of destination", _ISO2),
    ),
    (_FIRST, _LAST, _DECLARATIONS),
)
TRANSITS = _kept(
    "transits",
    "Transits of each carrier, and how many of them show no release.",
    (Column("carrier_key", pl.String, "The carrier: tax number, or else name in capitals", required=True),),
    (_DECLARATIONS, Column("open_count", pl.Int64, "Transits without a date of release", required=True)),
)
ONWARD = _kept(
    "onward",
    "What sellers invoiced to buyers abroad, by subheading.",
    (
        Column("seller_key", pl.String, "The seller: tax number, or else name in capitals", required=True),
        Column("hs6", pl.String, "First six digits of the goods code; empty where it has fewer", "HS", required=True),
        Column("country_code", pl.String, "Country the goods go to, or else that of the buyer", _ISO2, required=True),
        Column("currency_code", pl.String, "Currency of the value", "ISO 4217"),
    ),
    (
        _FIRST,
        _LAST,
        Column("line_count", pl.Int64, "Lines of invoices", required=True),
        Column("value_cents", pl.Int64, "Value without taxes", "1/100 of the currency", required=True),
    ),
)

OF_DECLARATIONS = (PARTIES, TRADES, PAIRS, ADDRESSES, MEASURES, MODELS, ROUTES, TRANSITS)
"""Kept tables that are made from declarations."""
OF_INVOICES = (ONWARD,)
"""Kept tables that are made from invoices."""

PERIODS = Table(
    "history",
    "periods",
    "Which days and months the tables of the history hold.",
    ("source", "period", "period_start"),
    (
        Column("source", pl.String, "declarations or invoices", required=True),
        _PERIOD,
        _PERIOD_START,
        Column("row_count", pl.Int64, "Goods items or lines of invoices in it", required=True),
    ),
)
STANDS_AT = Table(
    "history",
    "stands_at",
    "The state of the lake that the history reflects. One row.",
    (),
    (
        Column("snapshot_id", pl.Int64, "All changes up to this snapshot are in it", required=True),
        Column("made_by", pl.String, "Hash of the SQL that makes it: other SQL makes it anew", required=True),
    ),
)
LISTED_OWNERS = Table(
    "today",
    "listed_owners",
    "Owners of the day's parties, through two layers, that sanctions lists name. Made for each run, in memory.",
    ("linked_name", "linked_tax_id"),
    (
        Column("linked_name", pl.String, "The owner, as in intake.company_links", required=True),
        Column("linked_tax_id", pl.String, "Its tax number, as there"),
        Column("entity_id", pl.String, "The listed entity; the surest where several are like it", required=True),
        Column("primary_name", pl.String, "Its name on the list", required=True),
        Column("list_id", pl.String, "The list", required=True),
        Column("list_version", pl.String, "The version", required=True),
        Column("certainty", pl.Float64, "1 for an equal number, else the score of the names", "0 to 1", required=True),
    ),
)

TABLES = (*OF_DECLARATIONS, *OF_INVOICES, PERIODS, STANDS_AT)
