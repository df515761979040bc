"""The control lists of a day: the package's and those that the administration loaded, in the edition of that day."""

from __future__ import annotations

from datetime import date

import duckdb
import polars as pl

from hs_codes.control_lists import ControlLists
from hs_codes.editions import Edition, edition_on
from hs_codes.list_files import STRENGTHS
from hs_codes.nomenclature import conversion, has_numbers, is_known
from screening.schemas.goods import CONTROL_ENTRIES, HS_CORRELATIONS
from screening.schemas.table import Table

_RANK = {word: rank for rank, word in enumerate(STRENGTHS)}
_WEAKER = {word: STRENGTHS[min(rank + 1, len(STRENGTHS) - 1)] for word, rank in _RANK.items()}
_SUBHEADING_DIGITS = 6

_LOADED = """
    SELECT control_list, control_list_version FROM reference.control_list_versions
    WHERE kind <> 'package' AND valid_from <= $day AND ($day <= valid_to OR valid_to IS NULL)
    QUALIFY row_number() OVER (PARTITION BY control_list ORDER BY loaded_at DESC, control_list_version DESC) = 1
"""


def with_loaded(connection: duckdb.DuckDBPyConnection, lists: ControlLists, day: date) -> ControlLists:
    """Return `lists` with the lists in the lake that are valid on `day`, of each the version loaded last."""

    def rows(table: Table) -> pl.DataFrame:
        found = connection.execute(
            f"SELECT t.* FROM {table.full_name} AS t JOIN ({_LOADED}) USING (control_list, control_list_version)"  # noqa: S608
            " ORDER BY ALL",
            {"day": day},
        ).pl()
        return table.conform(found)

    return ControlLists(
        entries=pl.concat([lists.entries, rows(CONTROL_ENTRIES)]),
        correlations=pl.concat([lists.correlations, rows(HS_CORRELATIONS)]),
        chemicals=lists.chemicals,
    )


def correlations_on(correlations: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return the correlations that declarations of `day` are held against. Shape: HS_CORRELATIONS.

    Of each list the rows of its newest edition are taken to the edition of the day: a code that was split becomes all
    its successors, one step weaker, because a successor may hold other goods. Rows written in the edition of the day
    go before. Rows that are not valid on the day are left out. An edition whose numbers are not known yet is read
    with the newest rows as they stand.
    """
    edition = edition_on(day)
    valid = (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= day)
    )
    rows = correlations.filter(valid)
    newest = pl.col("hs_edition").max().over("control_list", "control_list_version")
    main = rows.filter((pl.col("hs_edition") == newest) & (pl.col("hs_edition") != edition.value))
    parts = [rows.filter(pl.col("hs_edition") == edition.value)]
    for source in Edition:
        part = main.filter(pl.col("hs_edition") == source.value)
        parts.append(_converted(part, source, edition) if has_numbers(edition) and has_numbers(source) else part)
    key = ["control_list", "control_list_version", "hs_code", "entry_code", "valid_from"]
    together = pl.concat([part.with_row_index("_part").with_columns(_part=pl.lit(n)) for n, part in enumerate(parts)])
    return HS_CORRELATIONS.conform(
        together.sort("_part", pl.col("strength").replace_strict(_RANK, return_dtype=pl.Int64), maintain_order=True)
        .unique(key, keep="first", maintain_order=True)
        .drop("_part")
    )


def _converted(rows: pl.DataFrame, source: Edition, target: Edition) -> pl.DataFrame:
    short = rows.filter(pl.col("hs_code").str.len_chars() < _SUBHEADING_DIGITS)
    kept = short.filter(is_known(pl.col("hs_code"), target)).with_columns(pl.lit(target.value).alias("hs_edition"))
    pairs = conversion(source, target).rename({"hs_code": "subheading"})
    moved = (
        rows.filter(pl.col("hs_code").str.len_chars() >= _SUBHEADING_DIGITS)
        .with_columns(pl.col("hs_code").str.head(_SUBHEADING_DIGITS).alias("subheading"))
        .join(pairs, on="subheading", maintain_order="left_right")
        .with_columns((pl.col("other_code") == pl.col("subheading")).alias("stays"))
    )
    converted = moved.with_columns(
        pl.when("stays").then("strength").otherwise(pl.col("strength").replace_strict(_WEAKER)).alias("strength"),
        pl.when("stays").then("hs_code").otherwise("other_code").alias("hs_code"),
        pl.when("stays")
        .then("basis")
        .otherwise(pl.format("{} (in {}: {})", "basis", pl.lit(source.value), "hs_code"))
        .alias("basis"),
        pl.lit(target.value).alias("hs_edition"),
    )
    return pl.concat([kept, converted.select(rows.columns)])
