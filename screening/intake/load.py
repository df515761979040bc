"""One file into the lake, in one transaction: its rows, its rejected rows and the file itself, or nothing."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl

from screening.errors import IntakeError, ScreeningError
from screening.intake.checks import REASONS, REJECTED_COLUMNS, WARNED, examine
from screening.intake.mapping import Mapping, Mappings, load_mappings
from screening.intake.rates import read_rates
from screening.intake.records import DECLARATION_ITEMS, KINDS, RecordKind
from screening.intake.source import Source, open_source
from screening.lake import in_transaction, read_sql, run_sql, sql_literal
from screening.schemas.intake import REJECTED_ROWS

_STORE_MEMORY = "384MB"
_LINEAGE = ("file_id", "row_number")
_REJECTED = ("row_number", *REJECTED_COLUMNS)


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
    rows_warned: int
    days: tuple[date, ...]


def load_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    received_at: datetime | None = None,
    scratch: Path | None = None,
    mappings: Mappings | None = None,
    mapping: Mapping | None = None,
    file_name: str | None = None,
    archive_name: str | None = None,
    file_format: str | None = None,
    also: Callable[[duckdb.DuckDBPyConnection], None] = lambda lake: None,
) -> FileReport:
    """Take one file of records into the lake; a file whose content is known adds nothing.

    `received_at` (UTC) defaults to now; in `scratch` the rows lie until they are stored. `mappings` are those among
    which a table that has no canonical columns finds its own (the bundled ones unless given), `mapping` the one to
    read this file by. `archive_name` names the archive that the file was taken out of, `file_name` the
    file in it. `file_format` is noted instead of what the file is; `also` is done in the transaction that stores it.
    Raises IntakeError when the file as a whole cannot be read; then nothing of it is stored. Rows that fail a check
    are stored as rejected rows with their reason.
    """
    received_at = received_at or datetime.now(UTC)
    file_id = file_hash(path)
    if known := known_file(connection, file_id):
        in_transaction(connection, also)
        return known
    staging = Path(tempfile.mkdtemp(prefix="intake-", dir=scratch))
    try:
        source = _read(path, staging, received_at.date(), read_rates(connection), mappings, mapping)
        parameters: dict[str, object] = {
            "file_id": file_id,
            "file_name": file_name or path.name,
            "format": file_format or source.format,
            "record_kind": source.kind.name,
            "mapping": source.mapping,
            "archive_name": archive_name,
            "byte_count": path.stat().st_size,
            "received_at": received_at,
            "accepted_glob": str(staging / "accepted-*.parquet"),
            "rejected_glob": str(staging / "rejected-*.parquet"),
            "warned_glob": str(staging / "warned-*.parquet"),
        }
        if file_hash(path) != file_id:
            raise IntakeError(
                "the file changed while it was read",
                where=str(path),
                remedy="Run again when it is whole",
                check_id="FILE_CHANGED",
            )
        with _bounded_memory(connection, staging.parent):
            return in_transaction(connection, lambda lake: _store(lake, parameters, also))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def file_hash(path: Path) -> str:
    """SHA-256 of a file's content; raises IntakeError when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise IntakeError(f"the file cannot be opened ({error.strerror})", where=str(path)) from error


@contextmanager
def _bounded_memory(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[None]:
    """Let the database spill into `folder` while a file is stored: a file may be larger than the memory."""
    names = ("memory_limit", "preserve_insertion_order", "threads")
    before = connection.execute(
        "SELECT current_setting(?), current_setting(?), current_setting(?)", list(names)
    ).fetchone()
    with suppress(duckdb.Error):  # once it has spilled, it stays where it is
        _set(connection, {"temp_directory": str(folder)})
    try:
        # Writers of two threads do not fit into this memory and spill: one alone is three times as fast.
        _set(connection, {"memory_limit": _STORE_MEMORY, "preserve_insertion_order": False, "threads": 1})
        yield
    finally:
        _set(connection, dict(zip(names, before or (), strict=True)))


def _set(connection: duckdb.DuckDBPyConnection, settings: dict[str, object]) -> None:
    for name, value in settings.items():
        connection.execute(f"SET {name} = {sql_literal(str(value))}")  # SET takes literals; names and values are ours


def _read(
    path: Path, staging: Path, received: date, rates: pl.DataFrame, mappings: Mappings | None, mapping: Mapping | None
) -> Source:
    """Open and stage a file. Whatever goes wrong in reading it is the file's fault, and refuses it."""
    try:
        source = open_source(path, mappings or load_mappings(), mapping)
        _stage(source, staging, received, rates)
        return source
    except ScreeningError:
        raise
    # A library that panics on hostile bytes must not take the day with it.
    except (Exception, pl.exceptions.PanicException) as error:
        raise IntakeError(
            f"reading the file ended in an error of its reader ({type(error).__name__})",
            where=str(path),
            remedy="Ask the sender for the file again; if it is whole, report this with the file's format",
        ) from error


def _stage(source: Source, staging: Path, received: date, rates: pl.DataFrame) -> None:
    """Write accepted rows, rejected rows and warnings as Parquet parts: a file may be larger than the memory."""
    kind, table = source.kind, source.kind.table.polars_schema
    schemas = {
        "accepted": pl.Schema({"row_number": pl.Int64} | {n: t for n, t in table.items() if n not in _LINEAGE}),
        "rejected": pl.Schema({n: t for n, t in REJECTED_ROWS.polars_schema.items() if n in _REJECTED}),
        "warned": WARNED,
    }
    # An empty part of each gives the globs something to match, and the columns their types.
    for name, schema in schemas.items():
        pl.DataFrame(schema=schema).write_parquet(staging / f"{name}-0.parquet")
    for part, batch in enumerate(source.batches, start=1):
        examined = examine(batch, received, kind, rates)
        for name, schema in schemas.items():
            rows: pl.DataFrame = getattr(examined, name)
            rows.select(schema.names()).cast(schema).write_parquet(staging / f"{name}-{part}.parquet")


def _store(
    connection: duckdb.DuckDBPyConnection,
    parameters: dict[str, object],
    also: Callable[[duckdb.DuckDBPyConnection], None],
) -> FileReport:
    file_id = str(parameters["file_id"])
    also(connection)
    if known := known_file(connection, file_id):  # another process took it in since we looked
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
    _run(connection, "record_warnings", parameters)
    _run(connection, "record_file", parameters | _days(connection, kind))
    report = known_file(connection, file_id)
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


def known_file(connection: duckdb.DuckDBPyConnection, file_id: str) -> FileReport | None:
    """Return what became of a file of this content, None when it has not come in."""
    row = run_sql(connection, read_sql("screening.intake", "file_report"), {"file_id": file_id}).fetchone()
    if row is None:
        return None
    name, kind, read, accepted, rejected, warned, days = row
    return FileReport(file_id, name, kind, False, read, accepted, rejected, warned, tuple(days))
