"""Control lists in the lake, so that indicators and analysts can join with them."""

from __future__ import annotations

import duckdb

from hs_codes.control_lists import ControlLists
from screening.lake import in_transaction
from screening.schemas.goods import CONTROL_ENTRIES, HS_CORRELATIONS


def store_control_lists(connection: duckdb.DuckDBPyConnection, lists: ControlLists) -> bool:
    """Add each control list whose version the lake does not have; return whether anything was added."""
    versions = lists.correlations.select("control_list", "control_list_version").unique().rows()

    def store(lake: duckdb.DuckDBPyConnection) -> bool:
        added = False
        for control_list, version in versions:
            key = {"control_list": control_list, "version": version}
            known = lake.execute(
                "SELECT count(*) FROM reference.hs_correlations"
                " WHERE control_list = $control_list AND control_list_version = $version",
                key,
            ).fetchone()
            if known and known[0]:
                continue
            for table, frame in ((CONTROL_ENTRIES, lists.entries), (HS_CORRELATIONS, lists.correlations)):
                lake.register("incoming", frame)
                lake.execute(
                    f"INSERT INTO {table.full_name} BY NAME FROM incoming"
                    " WHERE control_list = $control_list AND control_list_version = $version",
                    key,
                )
                lake.unregister("incoming")
            added = True
        return added

    return in_transaction(connection, store)
