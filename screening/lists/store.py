"""List versions in the lake: load one, see which are there, read those in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import polars as pl

from screening.lake import in_transaction, insert
from screening.lists.changes import ListTables, changes
from screening.lists.version import ListVersion
from screening.schemas.reference import (
    LIST_CHANGES,
    LIST_VERSIONS,
    LISTED_ADDRESSES,
    LISTED_ENTITIES,
    LISTED_IDENTIFIERS,
    LISTED_NAMES,
    LISTED_RELATIONS,
)

IN_FORCE = (
    "SELECT list_id, max_by(list_version, loaded_at) AS list_version FROM reference.list_versions GROUP BY list_id"
)
"""The version of each list that was put in force last."""

TABLES = {
    "entities": LISTED_ENTITIES,
    "names": LISTED_NAMES,
    "identifiers": LISTED_IDENTIFIERS,
    "addresses": LISTED_ADDRESSES,
    "relations": LISTED_RELATIONS,
}
"""The tables that hold what a version says, by the name that each has in `ListVersion` and `ListsInForce`."""


@dataclass(frozen=True)
class ListsInForce:
    """The listed entities in force, of all lists together, each frame as in `screening.schemas.reference`."""

    versions: pl.DataFrame
    entities: pl.DataFrame
    names: pl.DataFrame
    identifiers: pl.DataFrame
    addresses: pl.DataFrame
    relations: pl.DataFrame


def load_version(connection: duckdb.DuckDBPyConnection, version: ListVersion) -> bool:
    """Put a version in force, in one transaction; return False when the lake had it already.

    A version that is in the lake but no longer in force is put in force again. Either way `reference.list_changes`
    gets what it changes against the version that was in force until then.
    """
    return in_transaction(connection, lambda lake: _store(lake, version))


def replace_version(connection: duckdb.DuckDBPyConnection, version: ListVersion, judged_against: str | None) -> bool:
    """Put a version in force as `load_version` does, unless another one came in force since it was judged.

    `judged_against`: the version in force when the guard looked, None when there was none. Returns False, and does
    nothing, when that is not in force any more: of two refreshes at once the second one judges anew.
    """

    def store(lake: duckdb.DuckDBPyConnection) -> bool:
        if version_in_force(lake, version.list_id) != judged_against:
            return False
        _store(lake, version)
        return True

    return in_transaction(connection, store)


def _store(lake: duckdb.DuckDBPyConnection, version: ListVersion) -> bool:
    # Inside the transaction, so that the version loaded last is in force even if two are loaded at once.
    row = version.as_row(datetime.now(UTC))
    key = {"list_id": version.list_id, "list_version": version.list_version}
    before = version_in_force(lake, version.list_id)
    if before is not None and before != version.list_version:
        _store_changes(lake, version, before)
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
    for name, table in TABLES.items():
        insert(lake, table, getattr(version, name))
    insert(lake, LIST_VERSIONS, row)
    return True


def _store_changes(lake: duckdb.DuckDBPyConnection, version: ListVersion, before: str) -> None:
    """Store what `version` changes against `before`, in place of what an earlier load stored about the same two."""
    keys = {"list_id": version.list_id, "from_version": before, "to_version": version.list_version}
    after = ListTables(**{name: getattr(version, name) for name in TABLES})
    rows = changes(read_version(lake, version.list_id, before), after, **keys)
    lake.execute(
        "DELETE FROM reference.list_changes"
        " WHERE list_id = $list_id AND from_version = $from_version AND to_version = $to_version",
        keys,
    )
    insert(lake, LIST_CHANGES, rows)


def version_in_force(connection: duckdb.DuckDBPyConnection, list_id: str) -> str | None:
    """Return the version of a list that is in force, or None when it was never loaded."""
    row = connection.execute(f"SELECT list_version FROM ({IN_FORCE}) WHERE list_id = $list_id", {"list_id": list_id})  # noqa: S608
    found = row.fetchone()
    return found[0] if found else None


def read_version(connection: duckdb.DuckDBPyConnection, list_id: str, list_version: str) -> ListTables:
    """Read the five tables of any version in the lake, in force or not; empty frames when the lake lacks it."""
    key = {"list_id": list_id, "list_version": list_version}
    return ListTables(
        **{
            name: table.conform(
                connection.execute(
                    f"FROM {table.full_name} WHERE list_id = $list_id AND list_version = $list_version", key
                ).pl()
            )
            for name, table in TABLES.items()
        }
    )


def read_in_force(connection: duckdb.DuckDBPyConnection) -> ListsInForce:
    """Read every list in its version in force; empty frames when no list was ever loaded."""

    connection.register("in_force", connection.execute(IN_FORCE).pl())

    def read(table: str) -> pl.DataFrame:
        # The table's name is one of our own constants.
        return connection.execute(f"FROM {table} SEMI JOIN in_force USING (list_id, list_version)").pl()

    return ListsInForce(
        LIST_VERSIONS.conform(read("reference.list_versions").sort("list_id")),
        LISTED_ENTITIES.conform(read("reference.listed_entities").sort("entity_id")),
        LISTED_NAMES.conform(read("reference.listed_names").sort("name_id")),
        LISTED_IDENTIFIERS.conform(
            read("reference.listed_identifiers").sort("entity_id", "identifier_kind", "value", "currency_code")
        ),
        LISTED_ADDRESSES.conform(read("reference.listed_addresses").sort("entity_id", "address_number")),
        LISTED_RELATIONS.conform(read("reference.listed_relations").sort("entity_id", "relation_number")),
    )


def list_status(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return every version in the lake: LIST_VERSIONS and `is_in_force`, the latest of each list first."""
    return connection.execute(
        f"SELECT v.*, f.list_version IS NOT NULL AS is_in_force FROM reference.list_versions AS v"  # noqa: S608
        f" LEFT JOIN ({IN_FORCE}) AS f USING (list_id, list_version) ORDER BY list_id, loaded_at DESC"
    ).pl()
