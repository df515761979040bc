"""A table that an administration brings: CSV or the first sheet of a workbook, as texts under known column names."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screening.errors import ReferenceDataError

WorkbookReader = Callable[[bytes, str], Iterable[list[str]]]
"""Gives the rows of a workbook's first sheet. This package does not read workbooks itself."""

LARGEST_BYTES = 100_000_000
MOST_ROWS = 500_000
_FORMULA = r"^[=@+\t\r]"
_FIRST_ROW = 2  # of the data, as a spreadsheet numbers rows: the header is row 1


@dataclass(frozen=True)
class TableFile:
    """A table as read. `frame` has a text column for each known column and `row`, its number in the spreadsheet."""

    path: Path
    content_hash: str
    frame: pl.DataFrame

    def refuse(self, faulty: pl.Expr, what: str, remedy: str) -> None:
        """Raise ReferenceDataError naming the file and the first row that is `faulty`; a null counts as faulty."""
        rows = self.frame.filter(faulty.fill_null(True))["row"]
        if rows.len():
            more = f" (and {rows.len() - 1:,} more rows)" if rows.len() > 1 else ""
            raise ReferenceDataError(f"row {rows[0]}: {what}{more}", where=self.path.name, remedy=remedy)


def header_of(path: Path, workbook_rows: WorkbookReader) -> list[str]:
    """Return the header of a file, folded for comparison. Raises ReferenceDataError as `read_table` does."""
    return [_folded(name) for name in next(_rows(_bytes(path), path, workbook_rows), [])]


def read_table(
    path: Path, columns: Mapping[str, Iterable[str]], required: Iterable[str], workbook_rows: WorkbookReader
) -> TableFile:
    """Read a file; `columns` gives for each column the headers under which it may come.

    Values are trimmed, empty ones are null, empty rows are left out. Raises ReferenceDataError for a file that is
    empty, too large, in another encoding, without a required column or with a column twice; for a row with more cells
    than the header; and for a cell that a spreadsheet would run as a formula.
    """
    data = _bytes(path)
    rows = _rows(data, path, workbook_rows)
    header = [_folded(name) for name in next(rows, [])]
    places: dict[str, int] = {}
    for column, names in columns.items():
        found = [place for place, name in enumerate(header) if name in {_folded(column), *map(_folded, names)}]
        if len(found) > 1:
            raise _refused(path, f"two columns are {column}", "Leave one of them")
        if found:
            places[column] = found[0]
    if missing := [column for column in required if column not in places]:
        raise _refused(
            path,
            f"columns missing: {', '.join(missing)}",
            "Name the columns as `screening goods template` does; the header is the first row",
        )
    cells: dict[str, list[str | None]] = {column: [] for column in columns}
    numbers: list[int] = []
    # Row by row: the file's rows are lists of cells of any length, and each must be judged before it has columns.
    for number, row in enumerate(rows, _FIRST_ROW):
        if number > MOST_ROWS + 1:
            raise _refused(path, f"more than {MOST_ROWS:,} rows", "Check the file; no list is that long")
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            raise _refused(
                path, f"row {number}: more cells than the header", "Put texts with commas in quotation marks"
            )
        numbers.append(number)
        for column in columns:
            place = places.get(column, len(row))
            cells[column].append((row[place].strip() or None) if place < len(row) else None)
    if not numbers:
        raise _refused(path, "the file has no rows", "Check that the table is on the first sheet, below one header row")
    frame = pl.DataFrame({"row": numbers, **cells}, schema={"row": pl.Int64, **dict.fromkeys(columns, pl.String)})
    table = TableFile(path, hashlib.sha256(data).hexdigest(), frame)
    for column in columns:
        table.refuse(
            pl.col(column).str.contains(_FORMULA).fill_null(False),
            f"{column} begins like a formula",
            "Remove the sign in front; texts must be plain",
        )
        if column in required:
            table.refuse(pl.col(column).is_null(), f"{column} is empty", "Fill it in or remove the row")
    return table


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise _refused(path, f"the file has more than {LARGEST_BYTES:,} bytes", "Check it; no list is that large")
        data = path.read_bytes()
    except OSError as error:
        raise _refused(
            path, f"the file cannot be read ({error.strerror})", "Check the path and its permissions"
        ) from error
    if not data.strip():
        raise _refused(path, "the file is empty", "Obtain it again")
    return data


def _rows(data: bytes, path: Path, workbook_rows: WorkbookReader) -> Iterator[list[str]]:
    if data.startswith(b"PK"):
        yield from workbook_rows(data, path.name)
        return
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(path, "this is an old .xls workbook", "Save it as .xlsx or as CSV UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(path, "the text is not UTF-8", "Save it as CSV UTF-8; Excel offers that by name") from None
    if "\x00" in text:
        raise _refused(path, "the text is not UTF-8", "Save it as CSV UTF-8; Excel offers that by name")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise _refused(
            path, f"the file cannot be split into rows ({error})", "Look for a quotation mark never closed"
        ) from error


def _folded(name: str) -> str:
    return re.sub(r"[^\w]+", "_", name.strip().casefold()).strip("_")


def _refused(path: Path, what: str, remedy: str) -> ReferenceDataError:
    return ReferenceDataError(what, where=path.name, remedy=remedy)
