"""Keeping the lake small: letting go of old states, merging small files, removing what nothing names any more.

Current rows are never touched. What is let go of is the past: `AT (VERSION => …)`, `--as-of` and `replay` work for the
states that are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from screening.lake.connection import LAKE
from screening.lake.sql_file import read_sql, run_sql
from screening.lake.transaction import retry_locked


@dataclass(frozen=True)
class Tidied:
    """What was done, or with `dry_run` would be: states let go of, files merged into how many, files removed."""

    expired_snapshots: int
    kept_snapshots: int
    merged_files: int
    removed_files: int


def tidy(
    connection: duckdb.DuckDBPyConnection,
    *,
    before: datetime,
    runs_too: bool = False,
    unused_since: datetime,
    dry_run: bool = False,
) -> Tidied:
    """Let go of states from before `before`, merge small files, and remove files unused since `unused_since`.

    States that a run read or published are kept unless `runs_too`, so that any run can be looked at and replayed. A
    file that becomes unused now is removed by a later call: whoever reads it at this moment goes on undisturbed.
    """
    parameters = {"before": before, "runs_too": runs_too}
    old = [
        row[0] for row in run_sql(connection, read_sql("screening.lake", "snapshots_to_expire"), parameters).fetchall()
    ]
    count = connection.execute("SELECT count(*) FROM lake.snapshots()").fetchone()
    total = int(count[0]) if count else 0
    merged = 0
    if not dry_run:
        if old:
            retry_locked(
                lambda: connection.execute("CALL ducklake_expire_snapshots(?, versions => ?)", [LAKE, old]).fetchall()
            )
        done = retry_locked(lambda: connection.execute("CALL ducklake_merge_adjacent_files(?)", [LAKE]).pl())
        merged = int(done["files_processed"].sum()) if "files_processed" in done.columns else done.height
    removed = retry_locked(
        lambda: connection.execute(
            "CALL ducklake_cleanup_old_files(?, older_than => ?, dry_run => ?)", [LAKE, unused_since, dry_run]
        ).fetchall()
    )
    return Tidied(len(old), total - len(old), merged, len(removed))
