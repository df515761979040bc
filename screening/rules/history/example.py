"""An empty database with the lake's tables, in memory: what an indicator can be tried on where there is no lake."""

from __future__ import annotations

import duckdb

from screening.schemas import LAKE_TABLES


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every table of the lake, without rows, from the schemas."""
    for schema in sorted({table.schema for table in LAKE_TABLES}):
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for table in LAKE_TABLES:
        # Names and types are constants of ours.
        columns = ", ".join(f"{name} {kind}" for name, kind in table.sql_types.items())
        connection.execute(f"CREATE TABLE {table.full_name} ({columns})")
