"""What one version of a list changed against another: who came, who went, and of the others what changed.

Entities are compared by their hash, and only those whose hash differs are looked into. Rows of names, identifiers,
addresses and relations are taken as sets of what they state; numbers that we gave them do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from screening.schemas.reference import (
    LIST_CHANGES,
    LISTED_ADDRESSES,
    LISTED_ENTITIES,
    LISTED_IDENTIFIERS,
    LISTED_NAMES,
    LISTED_RELATIONS,
)
from screening.schemas.table import STRINGS

_KEYS = frozenset(("list_id", "list_version", "entity_id", "source_id", "entity_hash"))
_NOT_STATED = frozenset(("name_id", "script", "address_number", "relation_number", "related_entity_id"))
"""Columns that follow from others, or from the rest of the list."""

_ROWS = {
    "names": LISTED_NAMES,
    "identifiers": LISTED_IDENTIFIERS,
    "addresses": LISTED_ADDRESSES,
    "relations": LISTED_RELATIONS,
}


@dataclass(frozen=True)
class ListTables:
    """The five tables of one version of one list, as in `screening.schemas.reference`."""

    entities: pl.DataFrame
    names: pl.DataFrame
    identifiers: pl.DataFrame
    addresses: pl.DataFrame
    relations: pl.DataFrame


def changes(before: ListTables, after: ListTables, *, list_id: str, from_version: str, to_version: str) -> pl.DataFrame:
    """Return the rows of LIST_CHANGES that lead from one version of a list to another, by entity id.

    `detail` is JSON: of a column with one value `{"position": {"from": …, "to": …}}`, of columns and tables with
    several `{"names": {"removed": […], "added": […]}}`. An entity whose hash differs while its facts do not (it was
    read by another release) did not change.
    """
    old, new = (tables.entities.select("entity_id", "primary_name", "entity_hash") for tables in (before, after))
    both = old.join(new, on="entity_id", suffix="_new")
    differs = both.filter(pl.col("entity_hash") != pl.col("entity_hash_new"))
    came_or_went = [
        frame.join(other, on="entity_id", how="anti").select(
            "entity_id", "primary_name", pl.lit(change).alias("change"), pl.lit("{}").alias("detail")
        )
        for frame, other, change in ((new, old, "added"), (old, new, "removed"))
    ]
    # The fields come in order, since they are sorted before and the grouping keeps the order.
    said = (
        pl.concat(_all_details(before, after, differs.select("entity_id")))
        .sort("entity_id", "field")
        .group_by("entity_id", maintain_order=True)
        .agg(
            pl.col("field").alias("fields"),
            pl.concat_str(pl.lit('"'), "field", pl.lit('": '), "said").str.join(", ").alias("detail"),
        )
        .with_columns(pl.concat_str(pl.lit("{"), "detail", pl.lit("}")).alias("detail"))
    )
    changed = said.join(differs, on="entity_id").select(
        "entity_id", pl.col("primary_name_new").alias("primary_name"), pl.lit("changed").alias("change"), "fields",
        "detail",
    )  # fmt: skip
    keys = {"list_id": pl.lit(list_id), "from_version": pl.lit(from_version), "to_version": pl.lit(to_version)}
    rows = pl.concat([*came_or_went, changed], how="diagonal").with_columns(
        pl.col("fields").fill_null(pl.lit([], STRINGS)), **keys
    )
    return LIST_CHANGES.conform(rows.sort("entity_id"))


def _all_details(before: ListTables, after: ListTables, ids: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield one frame for each field: `entity_id`, `field`, and `said`, the JSON of what changed in it."""
    old, new = (tables.entities.join(ids, on="entity_id", how="semi") for tables in (before, after))
    both = old.join(new, on="entity_id", suffix="_new")
    for name, dtype in LISTED_ENTITIES.polars_schema.items():
        if name not in _KEYS:
            yield _column_details(both, name, is_list=dtype == STRINGS)
    for name, table in _ROWS.items():
        stated = [column for column in table.polars_schema if column not in _KEYS | _NOT_STATED]
        rows_before, rows_after = (
            getattr(tables, name).join(ids, on="entity_id", how="semi").select("entity_id", *stated)
            for tables in (before, after)
        )
        yield _row_details(rows_before, rows_after, name, stated)


def _column_details(both: pl.DataFrame, name: str, *, is_list: bool) -> pl.DataFrame:
    if is_list:
        # Versions loaded before a column was there hold null in it.
        old, new = (pl.col(column).fill_null(pl.lit([], STRINGS)) for column in (name, f"{name}_new"))
        parts = [old.list.set_difference(new).list.sort(), new.list.set_difference(old).list.sort()]
        said = pl.struct(parts[0].alias("removed"), parts[1].alias("added"))
        differs = (parts[0].list.len() > 0) | (parts[1].list.len() > 0)
    else:
        old, new = (pl.col(column).cast(pl.String) for column in (name, f"{name}_new"))
        said = pl.struct(old.alias("from"), new.alias("to"))
        differs = old.ne_missing(new)
    return both.filter(differs).select(
        "entity_id", pl.lit(name).alias("field"), said.struct.json_encode().alias("said")
    )


def _row_details(old: pl.DataFrame, new: pl.DataFrame, name: str, stated: list[str]) -> pl.DataFrame:
    columns = ["entity_id", *stated]
    parts = [
        frame.join(other, on=columns, how="anti", nulls_equal=True)
        .sort(columns)
        .group_by("entity_id", maintain_order=True)
        .agg(pl.struct(stated).alias(label))
        for frame, other, label in ((old, new, "removed"), (new, old, "added"))
    ]
    empty = pl.lit([], parts[0].schema["removed"])
    return (
        parts[0]
        .join(parts[1], on="entity_id", how="full", coalesce=True)
        .select(
            "entity_id",
            pl.lit(name).alias("field"),
            pl.struct(pl.col("removed").fill_null(empty), pl.col("added").fill_null(empty))
            .struct.json_encode()
            .alias("said"),
        )
    )
