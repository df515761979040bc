"""List versions in the lake: load one, see which are there, read those in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import polars as pl

from screening.lake import in_transaction
from screening.lists.version import ListVersion
from screening.schemas.reference import (
    LIST_VERSIONS,
    LISTED_ADDRESSES,
    LISTED_ENTITIES,
    LISTED_IDENTIFIERS,
    LISTED_NAMES,
)

IN_FORCE = (
    "SELECT list_id, max_by(list_version, loaded_at) AS list_version FROM reference.list_versions GROUP BY list_id"
)
"""The version of each list that was put in force last."""


@dataclass(frozen=True)
class ListsInForce:
    """The listed entities in force, of all lists together, each frame as in `screening.schemas.reference`."""

    versions: pl.DataFrame
    entities: pl.DataFrame
    names: pl.DataFrame
    identifiers: pl.DataFrame
    addresses: pl.DataFrame


def load_version(connection: duckdb.DuckDBPyConnection, version: ListVersion) -> bool:
    """Put a version in force, in one transaction; return False when the lake had it already.

    A version that is in the lake but no longer in force is put in force again.
    """
    frames = {
        LISTED_ENTITIES: version.entities,
        LISTED_NAMES: version.names,
        LISTED_IDENTIFIERS: version.identifiers,
        LISTED_ADDRESSES: version.addresses,
    }

    def store(lake: duckdb.DuckDBPyConnection) -> bool:
        # Inside the transaction, so that the version loaded last is in force even if two are loaded at once.
        row = version.as_row(datetime.now(UTC))
        key = {"list_id": version.list_id, "list_version": version.list_version}
        known = lake.execute(
            "SELECT count(*) FROM reference.list_versions WHERE list_id = $list_id AND list_version = $list_version",
            key,
        ).fetchone()
        if known and known[0]:
            lake.execute(
                "UPDATE reference.list_versions SET loaded_at = $loaded_at"
                " WHERE list_id = $list_id AND list_version = $list_version",
                key | {"loaded_at": row["loaded_at"][0]},
            )
            return False
        for table, frame in (*frames.items(), (LIST_VERSIONS, row)):
            lake.register("incoming", frame)
            # The table's name is one of our own constants.
            lake.execute(f"INSERT INTO {table.full_name} BY NAME FROM incoming")
            lake.unregister("incoming")
        return True

    return in_transaction(connection, store)


def read_in_force(connection: duckdb.DuckDBPyConnection) -> ListsInForce:
    """Read every list in its version in force; empty frames when no list was ever loaded."""

    def read(table: str) -> pl.DataFrame:
        return connection.execute(f"FROM {table} SEMI JOIN ({IN_FORCE}) USING (list_id, list_version)").pl()

    return ListsInForce(
        LIST_VERSIONS.conform(read("reference.list_versions").sort("list_id")),
        LISTED_ENTITIES.conform(read("reference.listed_entities").sort("entity_id")),
        LISTED_NAMES.conform(read("reference.listed_names").sort("name_id")),
        LISTED_IDENTIFIERS.conform(
            read("reference.listed_identifiers").sort("entity_id", "identifier_kind", "value", "currency_code")
        ),
        LISTED_ADDRESSES.conform(read("reference.listed_addresses").sort("entity_id", "address_number")),
    )


def list_status(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return every version in the lake: LIST_VERSIONS and `is_in_force`, the latest of each list first."""
    return connection.execute(
        f"SELECT v.*, f.list_version IS NOT NULL AS is_in_force FROM reference.list_versions AS v"  # noqa: S608
        f" LEFT JOIN ({IN_FORCE}) AS f USING (list_id, list_version) ORDER BY list_id, loaded_at DESC"
    ).pl()
