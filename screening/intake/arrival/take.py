"""One file that arrived, whatever it is: taken in, opened as an archive, or set aside with its reason on record."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from screening.errors import IntakeError
from screening.intake.arrival.archives import MAX_NESTING, archive_format, unpack
from screening.intake.load import FileReport, file_hash, known_file, load_file
from screening.intake.mapping import Mapping, Mappings, load_mappings
from screening.lake import in_transaction, read_sql, run_sql


@dataclass(frozen=True)
class Taken:
    """What became of a file that arrived, or of the files in it: those that were read, and those that were refused."""

    files: tuple[FileReport, ...] = ()
    refused: tuple[IntakeError, ...] = ()

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.files + other.files, self.refused + other.refused)


def take(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    scratch: Path | None = None,
    mappings: Mappings | None = None,
    mapping: Mapping | None = None,
) -> Taken:
    """Take in a file, or every file of an archive. What cannot be read is recorded in intake.refused_files.

    One file's trouble stops no other. Raises nothing but what stops the lake itself.
    """
    mappings = mappings if mappings is not None else load_mappings()
    return _take(connection, path, path.name, None, scratch, mappings, mapping, depth=0)


def _take(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    archive: str | None,
    scratch: Path | None,
    mappings: Mappings,
    mapping: Mapping | None,
    depth: int,
) -> Taken:
    try:
        file_id = file_hash(path)
        if known := known_file(connection, file_id):
            return Taken((known,))
        form = archive_format(path)
        if form is None:
            report = load_file(
                connection,
                path,
                scratch=scratch,
                mappings=mappings,
                mapping=mapping,
                file_name=name,
                archive_name=archive,
            )
            return Taken((report,))
        if depth >= MAX_NESTING:
            raise IntakeError(
                f"archives are nested deeper than {MAX_NESTING}",
                where=str(path), remedy="Send the files by themselves", check_id="FILE_TOO_LARGE",
            )  # fmt: skip
        taken = Taken()
        with tempfile.TemporaryDirectory(prefix="intake-archive-", dir=scratch) as folder:
            try:
                for member in unpack(path, form, Path(folder)):
                    within = f"{archive or path.name}/{name}" if archive else name
                    taken += _take(
                        connection, member.path, member.name, within, scratch, mappings, mapping, depth=depth + 1
                    )
                    member.path.unlink()
            except IntakeError as error:
                return taken + Taken(refused=(_set_aside(connection, path, name, archive, error),))
        return taken
    except IntakeError as error:
        return Taken(refused=(_set_aside(connection, path, name, archive, error),))
    except OSError as error:
        unreadable = IntakeError(
            f"the file cannot be read ({error.strerror})", where=str(path), remedy="Look at the disk"
        )
        return Taken(refused=(_set_aside(connection, path, name, archive, unreadable),))


def _set_aside(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, archive: str | None, error: IntakeError
) -> IntakeError:
    """Record the refusal; return the error under the name by which people know the file."""
    shown = f"{archive}/{name}" if archive else name
    told = IntakeError(
        error.what.replace(str(path), shown),
        where=shown if archive else error.where or shown,
        remedy=error.remedy or "Ask the sender for the file again",
        check_id=error.check_id,
    )
    try:
        file_id, size = file_hash(path), path.stat().st_size
    except (IntakeError, OSError):
        file_id, size = hashlib.sha256(name.encode()).hexdigest(), None
    parameters = {
        "file_id": file_id,
        "file_name": name,
        "archive_name": archive,
        "byte_count": size,
        "check_id": told.check_id,
        "reason": told.what,
        "remedy": told.remedy,
        "now": datetime.now(UTC),
    }
    in_transaction(
        connection, lambda lake: run_sql(lake, read_sql("screening.intake", "set_aside"), parameters) and None
    )
    return told
