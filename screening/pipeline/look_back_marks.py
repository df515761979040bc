"""The mark of what a look back found: on hits, reasons and alerts; and how it outlives another run of the day."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import polars as pl

from screening.schemas import Table
from screening.schemas.results import ALERT_REASONS, ALERTS, HITS, RULE_HITS

KEY = list(RULE_HITS.key)
SAME = ["declaration_id", "rule_id", "subject", "entity_id"]
"""What makes a hit of today the same as one of before, whichever listing of a group stands for it."""
_LISTINGS = pl.Struct({"listings": pl.List(pl.Struct({"entity_id": pl.String}))})


def named_entities(hits: pl.DataFrame) -> pl.DataFrame:
    """The hits with each listed entity that they name: its own, and those of the other listings."""
    listed = pl.col("detail").str.json_decode(dtype=_LISTINGS).struct.field("listings")
    others = listed.list.eval(pl.element().struct.field("entity_id")).fill_null([])
    every = pl.concat_list("reference_id", others).list.unique().alias("entity_id")
    return hits.with_columns(every).explode("entity_id", empty_as_null=False)


def marked(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """The hits with `is_look_back`: whoever was not found before under any listing, or was so marked before.

    A hit that was suppressed and is not any more comes to light now.
    """
    is_suppressed = pl.col("suppression_id").is_not_null()
    return pl.concat(
        [_flagged(now.filter(~is_suppressed), then.filter(~is_suppressed)), _flagged(now.filter(is_suppressed), then)]
    )


def _flagged(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    flags = _known(now, then)
    return (
        now.join(flags, on=KEY, how="left", nulls_equal=True)
        .with_columns(is_look_back=(pl.col("times") == 0) | pl.col("was"))
        .drop("was", "times")
    )


def _known(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """KEY of `now` with `was` (marked before) and `times` (how often it was found before, under any listing)."""
    known = named_entities(then).group_by(SAME).agg(pl.col("is_look_back").any().alias("was_look_back"))
    return (
        named_entities(now)
        .join(known, on=SAME, how="left")
        .group_by(KEY)
        .agg(pl.col("was_look_back").drop_nulls().any().alias("was"), pl.col("was_look_back").count().alias("times"))
    )


def marked_hits_of_day(lake: duckdb.DuckDBPyConnection, screening_date: str) -> pl.DataFrame:
    """Return the published hits of a day that a look back found."""
    return lake.execute("FROM screening.hits WHERE is_look_back AND screening_date = ?", [screening_date]).pl()


def keep_marks(tables: Mapping[Table, pl.DataFrame], before: pl.DataFrame) -> dict[Table, pl.DataFrame]:
    """Return a day's tables with the mark on what a look back had found before the day was run again.

    `before`: hits that were marked. What came to light only when a list changed stays so: so officers know it.
    """
    if before.is_empty():
        return dict(tables)
    hits = tables[HITS]
    concerned = hits.join(before, on="declaration_id", how="semi")
    flags = _known(concerned, before).select(*KEY, "was")

    def with_flags(frame: pl.DataFrame) -> pl.DataFrame:
        found = frame.join(flags, on=KEY, how="left", nulls_equal=True, maintain_order="left")
        return found.with_columns(is_look_back=pl.col("is_look_back") | pl.col("was").fill_null(False)).drop("was")

    reasons = with_flags(tables[ALERT_REASONS])
    looked = reasons.filter("is_look_back")["alert_id"].unique()
    alerts = tables[ALERTS].with_columns(
        is_look_back=pl.col("is_look_back") | pl.col("alert_id").is_in(looked.implode())
    )
    return {**tables, HITS: with_flags(hits), ALERT_REASONS: reasons, ALERTS: alerts}
