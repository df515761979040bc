"""`reference.exchange_rates`: what one unit of a currency was worth, on which day and by whose word."""

from __future__ import annotations

import polars as pl

from screening.schemas.table import UTC, Column, Table

EXCHANGE_RATES = Table(
    "reference",
    "exchange_rates",
    "US dollars for one unit of a currency. A day without a rate takes the last one before it, seven days at most.",
    ("currency_code", "rate_date"),
    (
        Column("currency_code", pl.String, "Currency", "ISO 4217", required=True),
        Column("rate_date", pl.Date, "Day from which the rate holds", required=True),
        Column("usd_per_unit", pl.Float64, "US dollars for one unit", "USD", required=True),
        Column("source", pl.String, "Who issued the rate, and where", required=True),
        Column("loaded_at", UTC, "When it was loaded", required=True),
    ),
)

TABLES = (EXCHANGE_RATES,)
