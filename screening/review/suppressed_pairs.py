"""Which pairs of party and listed entity a run leaves out: suppressions that hold, as the rules on parties see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import polars as pl

from screening.lake import read_sql, run_sql
from screening.rules.parties.declared import PARTY, declared_parties
from screening.schemas.review import SUPPRESSED_PAIRS


def suppressed_pairs(connection: duckdb.DuckDBPyConnection, items: pl.DataFrame) -> pl.DataFrame:
    """Return the suppressions that concern parties of `items` and hold on the first of their days. Shape:
    SUPPRESSED_PAIRS; empty where the lake has none."""
    if items.is_empty():
        return SUPPRESSED_PAIRS.empty()
    if not connection.execute("SELECT 1 FROM review.events WHERE kind = 'suppressed' LIMIT 1").fetchone():
        return SUPPRESSED_PAIRS.empty()  # most lakes on most days: planning the view takes longer than all else here
    first = items["registration_date"].min()
    pairs = run_sql(connection, read_sql("screening.review", "suppressed_pairs"), {"first_day": first}).pl()
    if pairs.is_empty():
        return SUPPRESSED_PAIRS.empty()
    parties = declared_parties(items).select(PARTY).unique()
    return SUPPRESSED_PAIRS.conform(pairs.join(parties, on=PARTY, how="semi", nulls_equal=True, maintain_order="left"))


def by_expiry(items: pl.DataFrame, pairs: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Split items of several days where a suppression expires between them; yield items with the pairs that hold."""
    last: date | None = None
    days = items["registration_date"]
    for expiry in pairs["expires_on"].unique().sort():
        part = items.filter(days <= expiry if last is None else (days <= expiry) & (days > last))
        if part.height:
            yield part, pairs.filter(pl.col("expires_on") >= expiry)
        last = expiry
    rest = items if last is None else items.filter(days > last)
    if rest.height:
        yield rest, pairs.clear()
