"""The inbox: a folder in which files arrive. Files are read, never moved, changed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from screening.errors import IntakeError
from screening.intake.arrival.settled import is_temporary, unsettled
from screening.intake.arrival.take import Taken, take
from screening.intake.load import FileReport
from screening.intake.mapping import Mappings

_SUFFIXES = (
    ".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".jsonl", ".ndjson", ".json", ".xml",
    ".zip", ".gz", ".tgz", ".tar",
)  # fmt: skip


@dataclass(frozen=True)
class IntakeReport:
    """What became of every file of the inbox.

    `refused` holds the errors of files that could not be read as a whole, and are on record in intake.refused_files;
    `ignored` the names of files whose ending is of no format, `waiting` those of files that are still being written.
    """

    files: tuple[FileReport, ...]
    refused: tuple[IntakeError, ...]
    ignored: tuple[str, ...]
    waiting: tuple[str, ...] = ()

    @property
    def new_files(self) -> tuple[FileReport, ...]:
        """Files that were not known before."""
        return tuple(report for report in self.files if report.is_new)

    @property
    def days(self) -> tuple[date, ...]:
        """Registration dates that the new files touched."""
        return tuple(sorted({day for report in self.new_files for day in report.days}))


def inbox_files(folder: Path) -> list[Path]:
    """Return the files of the inbox in order of arrival, then of name; hidden and temporary ones are not looked at.

    Raises IntakeError when the folder does not exist.
    """
    if not folder.is_dir():
        raise IntakeError(
            "there is no such inbox", where=str(folder), remedy="Run `screening init` or set SCREENING_INBOX"
        )
    found: list[tuple[int, str, Path]] = []
    for path in folder.rglob("*"):
        if not is_temporary(path) and path.is_file():
            try:
                found.append((path.stat().st_mtime_ns, path.name, path))
            except OSError:
                continue  # taken away since
    return [path for *_, path in sorted(found)]


def load_inbox(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    scratch: Path | None = None,
    mappings: Mappings | None = None,
    settle_seconds: float = 0.0,
) -> IntakeReport:
    """Take in every file of the inbox that is new and whole. A file that cannot be read does not stop the others.

    `scratch` is where rows lie until they are stored; the system's temporary folder unless given. `mappings` are those
    by which tables with other columns are read. `settle_seconds`: how long a file that changed lately is watched.
    """
    if scratch:
        scratch.mkdir(parents=True, exist_ok=True)
    paths = inbox_files(folder)
    ignored = [path for path in paths if path.suffix.lower() not in _SUFFIXES]
    meant = [path for path in paths if path.suffix.lower() in _SUFFIXES]
    waiting = unsettled(meant, settle_seconds)
    taken = Taken()
    for path in meant:
        if path in waiting:
            continue
        one = take(connection, path, scratch, mappings)
        changed = {error for error in one.refused if error.check_id == "FILE_CHANGED"}
        if changed:
            waiting.add(path)
        taken += Taken(one.files, tuple(error for error in one.refused if error not in changed))
    return IntakeReport(
        taken.files,
        taken.refused,
        tuple(path.name for path in ignored),
        tuple(sorted(path.name for path in waiting)),
    )
