"""Adding a frame to a table of the lake, held against the table's schema."""

from __future__ import annotations

import duckdb
import polars as pl

from screening.schemas import Table


def insert(connection: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    """Append `frame` to `table`; raises SchemaError when it is not of the table's shape."""
    connection.register("incoming", table.conform(frame))
    # The table's name is one of our own constants.
    connection.execute(f"INSERT INTO {table.full_name} BY NAME FROM incoming")
    connection.unregister("incoming")
