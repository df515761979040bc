"""OFAC's CSV files as files: which is which, which belong together, and whether each is complete.

Layout: entities have 12 columns, addresses 6, aliases 5, continued remarks 2; there is no header, a missing value is
`-0- `, and the files end with a row of the single character 0x1A (the file of continued remarks does not). Rows of the
companions name their entity by number.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

from screening.errors import ListError
from screening.lists.facts import tidy
from screening.lists.formats import Opening, SourceFile
from screening.lists.recognise import text_of
from screening.lists.safe_xml import DOWNLOAD_AGAIN

ENTITIES, ADDRESSES, ALIASES, REMARKS = "entities", "addresses", "aliases", "remarks"
COLUMNS = {ENTITIES: 12, ADDRESSES: 6, ALIASES: 5, REMARKS: 2}
END_ROW = "\x1a"
TYPES = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", "": "organisation"}
ALIAS_KINDS = {"aka": "alias", "fka": "former", "nka": "alias"}


def part_of(opening: Opening) -> str | None:
    """Return which of the four files this is, by the shape of its first row; None for anything else."""
    row = opening.first_row
    if not row or not row[0].strip().isdecimal():
        return None
    if len(row) == COLUMNS[ENTITIES] and plain(row[2]) in TYPES:
        return ENTITIES
    if len(row) == COLUMNS[ALIASES] and row[1].strip().isdecimal() and plain(row[2]) in ALIAS_KINDS:
        return ALIASES
    if len(row) == COLUMNS[ADDRESSES] and row[1].strip().isdecimal():
        return ADDRESSES
    return REMARKS if len(row) == COLUMNS[REMARKS] else None


def plain(cell: str) -> str:
    """Return the cell, and nothing for OFAC's null."""
    cell = cell.strip()
    return "" if cell == "-0-" else cell


def read_rows(file: SourceFile) -> list[list[str]]:
    """Return the rows without the end row. Raises ListError, with the row, when the file is not complete.

    Files in the publisher's own layout (CRLF line ends) must have the end row. Copies that were written anew (LF) have
    often lost it; there the last row must at least be whole.
    """
    text = text_of(file.data, file.where)
    columns = COLUMNS[file.part]
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if row == [END_ROW]:
                break
            if len(row) != columns or not row[0].strip().isdecimal():
                raise _cut(file, f"row {len(rows) + 1} has {len(row)} columns instead of {columns}")
            rows.append(row)
        else:
            _must_end_whole(file, text, len(rows))
        if next(reader, None):
            raise _cut(file, f"rows follow the end row, which is row {len(rows) + 1}")
    except csv.Error:
        raise _cut(file, f"row {len(rows) + 1} has a quotation mark that never closes") from None
    return rows


def _must_end_whole(file: SourceFile, text: str, count: int) -> None:
    if not text.endswith("\n"):
        raise _cut(file, f"it breaks off in row {count}")
    if text.endswith("\r\n") and file.part != REMARKS:
        raise _cut(file, f"it breaks off after row {count}: the publisher's end row (0x1A) is missing")


def _cut(file: SourceFile, what: str) -> ListError:
    return ListError(f"the {file.part} file is broken or cut off: {what}", where=file.where, remedy=DOWNLOAD_AGAIN)


def group(files: Sequence[SourceFile]) -> list[list[SourceFile]]:
    """Bring companions to their entity file: of those in the same folder (else of all) the one that knows most ids."""
    entity_files = [file for file in files if file.part == ENTITIES]
    ids = {file.path: {row.split(b",", 1)[0] for row in file.data.splitlines()} for file in files}
    groups = {file.path: [file] for file in entity_files}
    for file in files:
        if file.part == ENTITIES:
            continue
        near = [e for e in entity_files if e.path.parent == file.path.parent] or entity_files
        if not near:
            raise ListError(
                f"this is OFAC's {file.part} file, and the entity file it belongs to is missing",
                where=file.where,
                remedy="Give sdn.csv (or cons_prim.csv) together with it",
            )
        home = groups[max(near, key=lambda e: len(ids[e.path] & ids[file.path])).path]
        if any(other.part == file.part for other in home):
            raise ListError(
                f"two {file.part} files belong to the same entity file",
                where=file.where,
                remedy="Give the files of one version at a time, or each version in a folder of its own",
            )
        home.append(file)
    return list(groups.values())


def source_ids_of(rows: Sequence[list[str]], where: str) -> tuple[list[str], int]:
    """Return each row's number, and how many rows carry a number that another name has already.

    The same number with the same name is a file pasted together, and refused. With another name it is a slip of a pen
    (seen in the wild): refusing it would stop the list, dropping it would lose a listed party, so it gets a suffix.
    """
    seen: dict[str, set[str]] = {}
    source_ids: list[str] = []
    repeated = 0
    for position, row in enumerate(rows, start=1):
        number = row[0].strip()
        names = seen.setdefault(number, set())
        if tidy(row[1]) in names:
            raise ListError(
                f"entity number {number} occurs twice, again in row {position}", where=where, remedy=DOWNLOAD_AGAIN
            )
        source_ids.append(f"{number}.{len(names) + 1}" if names else number)
        repeated += bool(names)
        names.add(tidy(row[1]))
    return source_ids, repeated


def warn_of_files(files: Sequence[SourceFile], parts: dict[str, list[list[str]]]) -> list[str]:
    """Return a warning for each companion that is missing and each file whose completeness cannot be told."""
    warnings = [
        f"the {part} file is missing: the list is loaded without it"
        for part in (ADDRESSES, ALIASES)
        if part not in parts
    ]
    warnings += [
        f"{file.path.name} has no end row: whether it is complete cannot be told"
        for file in files
        if file.part != REMARKS and not file.data.rstrip(b"\r\n").endswith(END_ROW.encode())
    ]
    return warnings


def check_orphans(part: str, rows: Sequence[list[str]], known: set[str], repeated: int, where: str) -> list[str]:
    """Refuse companions that know entities which the entity file does not: it is cut off, or of another day.

    As many unknown numbers as rows under a number of another entity are forgiven: they are the same slip.
    """
    orphans = Counter(number for row in rows if (number := row[0].strip()) not in known)
    if len(orphans) > repeated:
        raise ListError(
            f"the {part} file names {len(orphans)} entities that the entity file does not hold: "
            "the entity file is cut off or of another date",
            where=where,
            remedy="Download all files of the list again, together",
        )
    return [f"{orphans.total()} rows of the {part} file name an entity that does not exist"] if orphans else []
