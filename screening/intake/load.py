"""One file into the lake, in one transaction: its rows, its rejected rows and the file itself, or nothing."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl

from screening.errors import IntakeError
from screening.intake.batch import NAMES, RawBatch
from screening.intake.checks import REASONS, REJECTED_COLUMNS, check_rows, reject_broken
from screening.intake.csv_file import read_csv
from screening.intake.parquet_file import read_parquet
from screening.intake.xml_file import read_xml, recognise
from screening.intake.xml_stream import looks_like_xml
from screening.lake import in_transaction, read_sql, run_sql
from screening.schemas.intake import DECLARATIONS, REJECTED_ROWS

_PARQUET_MAGIC = b"PAR1"


@dataclass(frozen=True)
class FileReport:
    """What became of one file. `days` are the registration dates it touched, superseded versions' too."""

    file_id: str
    file_name: str
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
) -> FileReport:
    """Take one file of declarations into the lake; a file whose content is known adds nothing.

    `received_at` (UTC) defaults to now; in `scratch` the rows lie until they are stored.
    Raises IntakeError when the file as a whole cannot be read; then nothing of it is stored. Rows that fail a check
    are stored as rejected rows with their reason.
    """
    received_at = received_at or datetime.now(UTC)
    file_id = file_hash(path)
    if known := _known(connection, file_id):
        return known
    staging = Path(tempfile.mkdtemp(prefix="intake-", dir=scratch))
    try:
        file_format = _stage(path, staging, received_at.date())
        parameters = {
            "file_id": file_id,
            "file_name": path.name,
            "format": file_format,
            "byte_count": path.stat().st_size,
            "received_at": received_at,
            "accepted_glob": str(staging / "accepted-*.parquet"),
            "rejected_glob": str(staging / "rejected-*.parquet"),
            "expected": REASONS["DUPLICATE_ITEM"],
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


def _batches(path: Path) -> tuple[str, Iterator[RawBatch]]:
    with path.open("rb") as file:
        magic = file.read(len(_PARQUET_MAGIC))
    if magic == _PARQUET_MAGIC:
        return "parquet", read_parquet(path)
    if looks_like_xml(path):
        form = recognise(path)
        return form.name, read_xml(path, form)
    return "csv", read_csv(path)


def _stage(path: Path, staging: Path, received: date) -> str:
    """Write the accepted and rejected rows as Parquet parts, so that a file may be larger than the memory."""
    accepted_schema = {"row_number": pl.Int64} | {c.name: c.dtype for c in DECLARATIONS.columns if c.name in NAMES}
    rejected_schema = {"row_number": pl.Int64} | {
        c.name: c.dtype for c in REJECTED_ROWS.columns if c.name in REJECTED_COLUMNS
    }
    # An empty part of each gives the globs something to match, and the columns their types.
    pl.DataFrame(schema=accepted_schema).write_parquet(staging / "accepted-0.parquet")
    pl.DataFrame(schema=rejected_schema).write_parquet(staging / "rejected-0.parquet")
    file_format, batches = _batches(path)
    for part, batch in enumerate(batches, start=1):
        checked = check_rows(batch.rows, received)
        checked.accepted.write_parquet(staging / f"accepted-{part}.parquet")
        rejected = pl.concat([checked.rejected, reject_broken(batch.broken)], how="vertical_relaxed")
        rejected.cast(pl.Schema(rejected_schema)).write_parquet(staging / f"rejected-{part}.parquet")
    return file_format


def _store(connection: duckdb.DuckDBPyConnection, parameters: dict[str, object]) -> FileReport:
    file_id = str(parameters["file_id"])
    if known := _known(connection, file_id):  # another process took it in since we looked
        return known
    for name in ("split_duplicates", "plan_versions", "apply_versions", "reject_duplicates", "record_file"):
        run_sql(connection, read_sql("screening.intake", name), parameters)
    report = _known(connection, file_id)
    if report is None or report.rows_accepted + report.rows_rejected != report.rows_read:
        raise AssertionError(f"rows were lost: {report}")
    return FileReport(**{**report.__dict__, "is_new": True})


def _known(connection: duckdb.DuckDBPyConnection, file_id: str) -> FileReport | None:
    row = run_sql(connection, read_sql("screening.intake", "file_report"), {"file_id": file_id}).fetchone()
    if row is None:
        return None
    name, read, accepted, rejected, days = row
    return FileReport(file_id, name, False, read, accepted, rejected, tuple(days))
