"""The inbox: a folder in which declaration files arrive. Files are read, never moved, changed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from screening.errors import IntakeError
from screening.intake.load import FileReport, load_file

_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".jsonl", ".ndjson", ".json", ".xml")


@dataclass(frozen=True)
class IntakeReport:
    """What became of every file of the inbox.

    `refused` holds the errors of files that could not be read as a whole, `ignored` the names of files whose ending
    is of no format of declarations.
    """

    files: tuple[FileReport, ...]
    refused: tuple[IntakeError, ...]
    ignored: tuple[str, ...]

    @property
    def new_files(self) -> tuple[FileReport, ...]:
        """Files that were not known before."""
        return tuple(report for report in self.files if report.is_new)

    @property
    def days(self) -> tuple[date, ...]:
        """Registration dates that the new files touched."""
        return tuple(sorted({day for report in self.new_files for day in report.days}))


def inbox_files(folder: Path) -> list[Path]:
    """Return the files of the inbox in order of arrival, then of name; hidden files are not looked at.

    Raises IntakeError when the folder does not exist.
    """
    if not folder.is_dir():
        raise IntakeError(
            "there is no such inbox", where=str(folder), remedy="Run `screening init` or set SCREENING_INBOX"
        )
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name))


def load_inbox(connection: duckdb.DuckDBPyConnection, folder: Path, scratch: Path | None = None) -> IntakeReport:
    """Take in every file of the inbox that is new. A file that cannot be read does not stop the others.

    `scratch` is where rows lie until they are stored; the system's temporary folder unless given.
    """
    if scratch:
        scratch.mkdir(parents=True, exist_ok=True)
    taken: list[FileReport] = []
    refused: list[IntakeError] = []
    ignored: list[str] = []
    for path in inbox_files(folder):
        if path.suffix.lower() not in _SUFFIXES:
            ignored.append(path.name)
            continue
        try:
            taken.append(load_file(connection, path, scratch=scratch))
        except IntakeError as error:
            refused.append(error)
    return IntakeReport(tuple(taken), tuple(refused), tuple(ignored))
