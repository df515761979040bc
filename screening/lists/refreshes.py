"""Attempts to bring lists up to date, in `ops.list_refreshes`: what came of each, and which lists are behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import duckdb
import polars as pl

from screening.lake import in_transaction, insert, read_sql, run_sql
from screening.lists.version import ListVersion
from screening.schemas.results import LIST_REFRESHES

Outcome = Literal["loaded", "unchanged", "refused", "failed", "accepted", "withdrawn"]

BY_HAND = "file"
"""The source of files that somebody loads by hand."""

_LONGEST_REASON = 200


@dataclass(frozen=True)
class KeptFile:
    """A file as it was obtained. `url` has no query; `raw_file` is its path under the home folder, None if not kept."""

    url: str | None
    file_hash: str
    byte_count: int
    raw_file: str | None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Attempt:
    """What came of one attempt at one list."""

    list_id: str
    outcome: Outcome
    list_version: str | None = None
    reasons: tuple[str, ...] = ()
    version: ListVersion | None = field(default=None, repr=False)
    decided_by: str | None = None
    decision_reason: str | None = None

    @property
    def is_good(self) -> bool:
        """Whether the list is up to date now."""
        return self.outcome not in ("refused", "failed")


def record(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    attempted_at: datetime,
    attempts: Sequence[Attempt],
    files: Sequence[KeptFile] = (),
) -> None:
    """Add one row for each list and file, or for each list where nothing was obtained."""
    if not attempts:
        return
    rows: list[dict[str, object]] = []
    for attempt in attempts:
        said = {
            "attempted_at": attempted_at, "source": source, "list_id": attempt.list_id, "outcome": attempt.outcome,
            "list_version": attempt.list_version, "reasons": list(attempt.reasons),
            "decided_by": attempt.decided_by, "decision_reason": attempt.decision_reason,
        }  # fmt: skip
        mine = [said | vars(file) for file in files if _is_of(file, attempt.version)]
        rows += mine or [said]
    schema = LIST_REFRESHES.polars_schema
    columns = {name: pl.Series([row.get(name) for row in rows], dtype=dtype) for name, dtype in schema.items()}
    frame = LIST_REFRESHES.conform(pl.DataFrame(columns))
    in_transaction(connection, lambda lake: insert(lake, LIST_REFRESHES, frame))


def _is_of(file: KeptFile, version: ListVersion | None) -> bool:
    return version is None or any(line.endswith(f"sha256:{file.file_hash}") for line in version.source_files)


def last_attempts(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the last attempt at each list.

    Columns: list_id, attempted_at, source, outcome, list_version, reasons, is_good, last_good_at and failing_since,
    the time of the first attempt that failed or was refused since the last good one (null when the last one was good).
    """
    return run_sql(connection, read_sql("screening.lists", "last_attempts")).pl()


def last_good_files(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, KeptFile]:
    """Return, by address, the files from which the versions in force were read; none when others are in force."""
    found = run_sql(connection, read_sql("screening.lists", "last_good_files"), {"source": source}).pl()
    return {row["url"]: KeptFile(**row) for row in found.iter_rows(named=True) if row["url"]}


def stale_lists(connection: duckdb.DuckDBPyConnection, cadences: Mapping[str, int], now: datetime) -> list[str]:
    """Return a sentence for each list that is behind.

    Behind is a list whose last refresh failed or was refused, since an older version is in force, and one that was
    fetched before and has not been for twice as long as its publisher takes to issue a new version. `cadences`: days
    between two versions, by list.
    """
    attempts = last_attempts(connection)
    behind = [behind_text(row) for row in attempts.filter(~pl.col("is_good")).iter_rows(named=True)]
    fetched = attempts.filter(pl.col("is_good") & (pl.col("source") != BY_HAND))
    for row in fetched.iter_rows(named=True):
        days, cadence = (now - row["last_good_at"]).days, cadences.get(row["list_id"])
        if cadence and days > 2 * cadence:
            behind.append(
                f"list {row['list_id']} was last looked for {days} days ago; a new version is expected every {cadence} "
                "day(s)"
            )
    return behind


def behind_text(row: Mapping[str, object]) -> str:
    """Say in one sentence that a list is behind; `row` is one of `last_attempts`."""
    reasons = row["reasons"]
    reason = "; ".join(reasons) if isinstance(reasons, list) else ""
    if len(reason) > _LONGEST_REASON:
        reason = reason[:_LONGEST_REASON] + "…"
    since = row["failing_since"]
    when = f"{since:%Y-%m-%d %H:%M} UTC" if isinstance(since, datetime) else "unknown"
    what = "was refused" if row["outcome"] == "refused" else "failed"
    return f"list {row['list_id']} could not be brought up to date since {when}: the last attempt {what} ({reason})"
