"""Control lists in the lake, so that indicators and analysts can join with them."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import polars as pl

from hs_codes.control_lists import ControlLists
from screening.lake import in_transaction
from screening.schemas.goods import CHEMICALS, CONTROL_ENTRIES, CONTROL_LIST_VERSIONS, HS_CORRELATIONS

_KNOWN = "SELECT control_list, control_list_version FROM reference.control_list_versions"


def store_control_lists(connection: duckdb.DuckDBPyConnection, lists: ControlLists) -> bool:
    """Add each control list of the package whose version the lake does not have; return whether any was added."""
    about = pl.DataFrame(
        [_about(lists, control_list, version) for control_list, version in lists.versions().rows()],
        schema=CONTROL_LIST_VERSIONS.polars_schema,
    )
    return store_lists(connection, about, lists)


def store_lists(connection: duckdb.DuckDBPyConnection, about: pl.DataFrame, lists: ControlLists) -> bool:
    """Add the lists that `about` (shape: CONTROL_LIST_VERSIONS) describes, as far as the lake does not have them.

    Returns whether anything was added. All in one transaction.
    """

    wanted = set(about.select("control_list", "control_list_version").iter_rows())

    def store(lake: duckdb.DuckDBPyConnection) -> bool:
        missing = wanted - set(lake.execute(_KNOWN).fetchall())
        for control_list, version in sorted(missing):
            key = {"control_list": control_list, "version": version}
            for table, frame in (
                (CONTROL_LIST_VERSIONS, about),
                (CONTROL_ENTRIES, lists.entries),
                (HS_CORRELATIONS, lists.correlations),
                (CHEMICALS, lists.chemicals),
            ):
                lake.register("incoming", frame)
                # What an older release stored without its version is replaced.
                lake.execute(
                    f"DELETE FROM {table.full_name}"  # noqa: S608
                    " WHERE control_list = $control_list AND control_list_version = $version",
                    key,
                )
                lake.execute(
                    f"INSERT INTO {table.full_name} BY NAME FROM incoming"
                    " WHERE control_list = $control_list AND control_list_version = $version",
                    key,
                )
                lake.unregister("incoming")
        return bool(missing)

    # Every run asks, and hardly ever is there something to store.
    return bool(wanted - set(connection.execute(_KNOWN).fetchall())) and in_transaction(connection, store)


def _about(lists: ControlLists, control_list: str, version: str) -> dict[str, object]:
    """Describe a list of the package: its version is the date of its newest file and the start of a hash."""
    day, _, digest = version.rpartition("-")
    mine = (pl.col("control_list") == control_list) & (pl.col("control_list_version") == version)
    substances = lists.chemicals.filter(mine).height
    return {
        "control_list": control_list,
        "control_list_version": version,
        "kind": "package",
        "title": f"{control_list} of the package",
        "source_file": "hs_codes/data",
        "content_hash": digest,
        "valid_from": datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).date(),
        "valid_to": None,
        "loaded_at": datetime.now(UTC),
        "entry_count": lists.entries.filter(mine).height or substances,
        "correlation_count": lists.correlations.filter(mine).height or substances,
        "warnings": [],
    }
