"""Running indicators, each by itself: one that fails or takes too long is left out, and the run says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import duckdb
import polars as pl

from screening.errors import SchemaError, ScreeningError
from screening.lake import run_sql
from screening.rules.indicators import Indicator
from screening.schemas.results import RULE_HITS

_STATIC = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.PermissionException)
"""Errors whose message speaks of the SQL alone. Others may quote a value of the data, which no log may hold."""


@dataclass(frozen=True)
class Outcome:
    """How one indicator fared: ran, failed or timed_out, after how many seconds, with how many hits, and why not."""

    rule_id: str
    rule_version: str
    is_own: bool
    status: str
    seconds: float
    hit_count: int
    message: str | None


def run_all(
    connection: duckdb.DuckDBPyConnection,
    found: Sequence[Indicator],
    parameters: Mapping[str, Mapping[str, object]],
    time_limit_seconds: float,
) -> tuple[list[pl.DataFrame], list[Outcome]]:
    """Run indicators on a connection that `history.prepare` made ready; return hits (RULE_HITS) and how each fared.

    `parameters`: by rule id, its own with the policy's changes and RUN_PARAMETERS.
    """
    frames, outcomes = [], []
    for indicator in found:
        rule_id, began = indicator.rule.rule_id, perf_counter()
        status, message, hits = "ran", None, RULE_HITS.empty()
        try:
            with _at_most(connection, time_limit_seconds):
                hits = indicator_hits(connection, indicator, parameters[rule_id])
        except duckdb.InterruptException:
            status, message = "timed_out", f"it took longer than {time_limit_seconds:g} s"
        except duckdb.Error as error:
            status, message = "failed", _what(error)
        except (ScreeningError, pl.exceptions.PolarsError) as error:
            status, message = "failed", error.what if isinstance(error, ScreeningError) else type(error).__name__
        frames.append(hits)
        seconds = round(perf_counter() - began, 3)
        outcomes.append(Outcome(rule_id, indicator.version, indicator.is_own, status, seconds, hits.height, message))
    return frames, outcomes


def indicator_hits(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, parameters: Mapping[str, object]
) -> pl.DataFrame:
    """Run one indicator and check what it returns. Shape: RULE_HITS.

    Raises SchemaError when columns are missing or a hit does not belong to the day, and what DuckDB raises.
    """
    found = run_sql(connection, indicator.sql, parameters).pl()
    expected = [
        "declaration_id",
        "item_number",
        "subject",
        "strength",
        "declared",
        "reference",
        "reference_id",
        "detail",
    ]
    if missing := [name for name in expected if name not in found.columns]:
        raise SchemaError(f"columns missing: {', '.join(missing)}", where=indicator.rule.rule_id)
    if not isinstance(found.schema["detail"], pl.Struct):
        raise SchemaError("detail is no struct", where=indicator.rule.rule_id, remedy="Write {'name': value}")
    # An indicator of ours may name the list that it found something on; else it speaks of the declarations themselves.
    names_list = "reference_list" in found.columns and not indicator.is_own
    hits = RULE_HITS.conform(
        found.select(
            "declaration_id",
            pl.col("item_number").cast(pl.Int64),
            pl.lit(indicator.rule.rule_id).alias("rule_id"),
            "subject",
            pl.col("strength").cast(pl.Float64).clip(0, 1).round(6),
            "declared",
            "reference",
            "reference_id",
            pl.col("reference_list") if names_list else pl.lit("INDICATOR").alias("reference_list"),
            pl.col("reference_version") if names_list else pl.lit(indicator.version).alias("reference_version"),
            pl.col("detail").struct.json_encode(),
        )
    )
    _check_hits(connection, hits, indicator.rule.rule_id)
    return hits


def _check_hits(connection: duckdb.DuckDBPyConnection, hits: pl.DataFrame, rule_id: str) -> None:
    """What the quality gate would refuse the whole run for, found where it concerns one indicator only."""
    if hits.is_empty():
        return
    says = pl.col("declared", "reference", "reference_id").str.strip_chars() == ""
    if hits.select(pl.any_horizontal(says).any()).item() or hits["strength"].is_nan().any():
        raise SchemaError("a hit has no strength, or does not say what was declared and held against it", where=rule_id)
    connection.register("found_hits", hits)
    try:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM found_hits ANTI JOIN today.items USING (declaration_id))"
            " + (SELECT count(*) FROM found_hits ANTI JOIN today.items USING (declaration_id, item_number)"
            "    WHERE item_number IS NOT NULL)"
        ).fetchone()
    finally:
        connection.unregister("found_hits")
    if row and row[0]:
        raise SchemaError(f"{row[0]} hits do not belong to items of the day", where=rule_id)


def _what(error: duckdb.Error) -> str:
    if isinstance(error, _STATIC):
        return str(error).splitlines()[0]
    return f"{type(error).__name__} while it ran; `screening indicators run` shows more"


@contextmanager
def _at_most(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
