"""One file into the lake, in one transaction: its rows, its rejected rows and the file itself, or nothing."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl

from screening.errors import IntakeError
from screening.intake.checks import REASONS, REJECTED_COLUMNS, check_rows, reject_broken
from screening.intake.mapping import Mapping, Mappings, load_mappings
from screening.intake.records import DECLARATION_ITEMS, KINDS, RecordKind
from screening.intake.source import Source, open_source
from screening.lake import in_transaction, read_sql, run_sql
from screening.schemas.intake import REJECTED_ROWS


@dataclass(frozen=True)
class FileReport:
    """What became of one file. `days` are the registration dates it touched, superseded versions' too.

    `record_kind` is the name of a kind in records.KINDS; files of other records than declarations touch no days.
    """

    file_id: str
    file_name: str
    record_kind: str
    is_new: bool
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    days: tuple[date, ...]


def load_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    received_at: datetime | None = None,
    scratch: Path | None = None,
    mappings: Mappings | None = None,
    mapping: Mapping | None = None,
    archive_name: str | None = None,
) -> FileReport:
    """Take one file of records into the lake; a file whose content is known adds nothing.

    `received_at` (UTC) defaults to now; in `scratch` the rows lie until they are stored. `mappings` are those among
    which a table that has no canonical columns finds its own (the bundled ones unless given), `mapping` the one to
    read this file by. `archive_name` names the archive that the file was taken out of.
    Raises IntakeError when the file as a whole cannot be read; then nothing of it is stored. Rows that fail a check
    are stored as rejected rows with their reason.
    """
    received_at = received_at or datetime.now(UTC)
    file_id = file_hash(path)
    if known := _known(connection, file_id):
        return known
    staging = Path(tempfile.mkdtemp(prefix="intake-", dir=scratch))
    try:
        source = open_source(path, mappings or load_mappings(), mapping)
        _stage(source, staging, received_at.date())
        parameters: dict[str, object] = {
            "file_id": file_id,
            "file_name": path.name,
            "format": source.format,
            "record_kind": source.kind.name,
            "mapping": source.mapping,
            "archive_name": archive_name,
            "byte_count": path.stat().st_size,
            "received_at": received_at,
            "accepted_glob": str(staging / "accepted-*.parquet"),
            "rejected_glob": str(staging / "rejected-*.parquet"),
        }
        if file_hash(path) != file_id:
            raise IntakeError(
                "the file changed while it was read", where=str(path), remedy="Run again when it is whole"
            )
        return in_transaction(connection, lambda lake: _store(lake, parameters))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def file_hash(path: Path) -> str:
    """SHA-256 of a file's content; raises IntakeError when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise IntakeError(f"the file cannot be opened ({error.strerror})", where=str(path)) from error


def _stage(source: Source, staging: Path, received: date) -> None:
    """Write the accepted and rejected rows as Parquet parts, so that a file may be larger than the memory."""
    kind = source.kind
    accepted_schema = {"row_number": pl.Int64} | {column.name: column.dtype for column in kind.columns}
    rejected_schema = {"row_number": pl.Int64} | {
        c.name: c.dtype for c in REJECTED_ROWS.columns if c.name in REJECTED_COLUMNS
    }
    # An empty part of each gives the globs something to match, and the columns their types.
    pl.DataFrame(schema=accepted_schema).write_parquet(staging / "accepted-0.parquet")
    pl.DataFrame(schema=rejected_schema).write_parquet(staging / "rejected-0.parquet")
    for part, batch in enumerate(source.batches, start=1):
        checked = check_rows(batch.rows, received, kind)
        checked.accepted.write_parquet(staging / f"accepted-{part}.parquet")
        rejected = pl.concat([checked.rejected, reject_broken(batch.broken)], how="vertical_relaxed")
        rejected.select(*rejected_schema).cast(pl.Schema(rejected_schema)).write_parquet(
            staging / f"rejected-{part}.parquet"
        )


def _store(connection: duckdb.DuckDBPyConnection, parameters: dict[str, object]) -> FileReport:
    file_id = str(parameters["file_id"])
    if known := _known(connection, file_id):  # another process took it in since we looked
        return known
    kind = next(kind for kind in KINDS if kind.name == parameters["record_kind"])
    _run(connection, f"split_{kind.name}", parameters)
    for name in kind.statements:
        _run(connection, name, parameters)
    if kind is DECLARATION_ITEMS:
        _run(connection, "reject_duplicates", parameters | {"expected": REASONS["DUPLICATE_ITEM"]})
    else:
        about = {"expected": REASONS["DUPLICATE_RECORD"], "last_key": kind.key[-1]}
        _run(connection, "reject_repeated_records", parameters | about)
    _run(connection, "record_file", parameters | _days(connection, kind))
    report = _known(connection, file_id)
    if report is None or report.rows_accepted + report.rows_rejected != report.rows_read:
        raise AssertionError(f"rows were lost: {report}")
    return FileReport(**{**report.__dict__, "is_new": True})


def _run(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, object]) -> None:
    run_sql(connection, read_sql("screening.intake", name), parameters)


def _days(connection: duckdb.DuckDBPyConnection, kind: RecordKind) -> dict[str, object]:
    if kind.day is None:
        return {"first_day": None, "last_day": None}
    row = run_sql(connection, read_sql("screening.intake", f"days_of_{kind.name}")).fetchone()
    return dict(zip(("first_day", "last_day"), row or (None, None), strict=True))


def _known(connection: duckdb.DuckDBPyConnection, file_id: str) -> FileReport | None:
    row = run_sql(connection, read_sql("screening.intake", "file_report"), {"file_id": file_id}).fetchone()
    if row is None:
        return None
    name, kind, read, accepted, rejected, days = row
    return FileReport(file_id, name, kind, False, read, accepted, rejected, tuple(days))
