"""What the lake holds of given list versions, each written `LIST VERSION`."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from screening.lake import read_sql


def names_of(connection: duckdb.DuckDBPyConnection, list_versions: Sequence[str]) -> pl.DataFrame:
    """Return entity_id, name, name_kind, entity_type, country_codes of the listed names, as NameIndex.build wants."""
    return connection.execute(
        read_sql("screening.pipeline", "listed_names"), {"list_versions": list(list_versions)}
    ).pl()


def entities_of(connection: duckdb.DuckDBPyConnection, list_versions: Sequence[str]) -> pl.DataFrame:
    """Return entity_id, list_id, entity_hash of the listed entities."""
    return connection.execute(
        "SELECT entity_id, list_id, entity_hash FROM reference.listed_entities"
        " WHERE list_contains($list_versions, concat(list_id, ' ', list_version)) ORDER BY entity_id",
        {"list_versions": list(list_versions)},
    ).pl()
