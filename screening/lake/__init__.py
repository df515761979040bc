"""The lakehouse: DuckLake through DuckDB. Connect, change in one transaction, migrate."""

from screening.lake.connection import connect, lake_exists, lakes_kept_open, open_lake
from screening.lake.insert import insert
from screening.lake.migrations import current_version, initialise, latest_version, require_current
from screening.lake.snapshots import RunSnapshot, note_run, run_snapshots, snapshot_of_run
from screening.lake.sql_file import read_sql, run_sql, sql_literal
from screening.lake.transaction import in_transaction, retry_locked

__all__ = [
    "RunSnapshot",
    "connect",
    "current_version",
    "in_transaction",
    "initialise",
    "insert",
    "lake_exists",
    "lakes_kept_open",
    "latest_version",
    "note_run",
    "open_lake",
    "read_sql",
    "require_current",
    "retry_locked",
    "run_snapshots",
    "run_sql",
    "snapshot_of_run",
    "sql_literal",
]
