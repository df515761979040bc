"""Which snapshot of the lake belongs to which run: written with the commit, read for time travel and replay."""

from __future__ import annotations

import json
from dataclasses import dataclass

import duckdb
import polars as pl

from screening.errors import NotFoundError
from screening.lake.connection import LAKE
from screening.lake.sql_file import read_sql


@dataclass(frozen=True)
class RunSnapshot:
    """The snapshot that a run published. `read_snapshot` is the one that it had computed on; None for a look back."""

    run_id: str
    snapshot_id: int
    read_snapshot: int | None


def note_run(connection: duckdb.DuckDBPyConnection, run_id: str, read_snapshot: int | None = None) -> None:
    """Write into the commit of the open transaction that it publishes this run.

    DuckLake keeps it with the snapshot, in the catalog. A transaction that is rolled back leaves nothing.
    """
    note = json.dumps({"run_id": run_id, "read_snapshot": read_snapshot})
    connection.execute(
        "CALL ducklake_set_commit_message(?, 'screening', ?, extra_info => ?)", [LAKE, f"run {run_id}", note]
    )


def run_snapshots(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the runs that the lake still holds the state of, oldest first.

    Columns: run_id, snapshot_id, published_at (UTC), read_snapshot.
    """
    return connection.execute(read_sql("screening.lake", "run_snapshots")).pl()


def snapshot_of_run(connection: duckdb.DuckDBPyConnection, run_id: str) -> RunSnapshot:
    """Return the snapshot of a run; raises NotFoundError when there is no such run, or its state was let go."""
    for row in run_snapshots(connection).filter(pl.col("run_id") == run_id).iter_rows(named=True):
        return RunSnapshot(row["run_id"], row["snapshot_id"], row["read_snapshot"])
    known = connection.execute("SELECT count(*) FROM screening.runs WHERE run_id = ?", [run_id]).fetchone()
    if known and known[0]:
        raise NotFoundError(
            f"the lake no longer holds the state of run {run_id}",
            remedy="It was let go by `screening lake tidy`; what the run published may still stand in the tables",
        )
    raise NotFoundError(f"there is no run {run_id}", remedy='`screening sql "FROM runs"` lists them')
