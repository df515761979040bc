"""A sheet of an Excel workbook as rows of text, streamed from the XML inside it.

No formula is worked out (the value that Excel saved is taken), no macro, link or picture is touched. Dates, which Excel
keeps as numbers with a format, become YYYY-MM-DD. A workbook is a ZIP archive: what it unpacks to is limited.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from lxml import etree

from screening.errors import IntakeError
from screening.intake.batch import RawBatch
from screening.intake.table import BATCH_ROWS, RawTable, Shape, broken_rows, text_batch, titles

MAX_SHEET_BYTES = 4 << 30
MAX_TEXTS_BYTES = 256 << 20
"""Shared texts stay in memory."""
MAX_COLUMNS = 1_000
_WORKBOOK = "xl/workbook.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_SEND_AGAIN = "Save the workbook again, or ask the sender for the file again"


def is_workbook(path: Path) -> bool:
    """Tell whether a file is an Excel workbook, and not some other archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _WORKBOOK in archive.namelist()
    # What zipfile raises on a broken or unusual archive, which is no workbook then.
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def header_of(path: Path, shape: Shape) -> list[str]:
    """Return the cells of the header; raises IntakeError when the sheet cannot be read or has none."""
    for number, cells in _sheet(path, shape.sheet):
        if number >= shape.header_row:
            if number > shape.header_row or not any(cells):
                break
            return cells
    raise IntakeError(
        f"the sheet has no header in row {shape.header_row}",
        where=str(path),
        remedy=_SEND_AGAIN,
        check_id="FILE_HEADER",
    )


def read_table(path: Path, shape: Shape) -> RawTable:
    """Open a sheet: the first one, or the one that the shape names; rows are numbered from the one below the header.

    Raises IntakeError here or while batches are read, when the workbook is broken, unsafe or unpacks to too much.
    """
    columns = titles(header_of(path, shape))
    return RawTable(columns, _batches(path, shape, columns))


def _batches(path: Path, shape: Shape, columns: list[str]) -> Iterator[RawBatch]:
    rows: list[tuple[int, list[str | None]]] = []
    broken: list[tuple[int, str, str, str]] = []
    # A loop over rows: XML has no columns to compute with.
    for number, cells in _sheet(path, shape.sheet):
        if number <= shape.header_row or not any(cells):
            continue
        if any(cells[len(columns) :]):
            said = f"the row has {len(cells)} cells, the header has {len(columns)}"
            broken.append((number - shape.header_row, "FIELD_COUNT", said, "; ".join(cells)[:20_000]))
        else:
            filled: list[str | None] = [cell or None for cell in cells[: len(columns)]]
            rows.append((number - shape.header_row, filled + [None] * (len(columns) - len(filled))))
        if len(rows) + len(broken) >= BATCH_ROWS:
            yield RawBatch(text_batch(columns, rows), broken_rows(broken))
            rows, broken = [], []
    yield RawBatch(text_batch(columns, rows), broken_rows(broken))


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        raise IntakeError(
            f"the XML in the workbook is not well-formed (line {error.position[0]})",
            where=str(path),
            remedy=_SEND_AGAIN,
            check_id="FILE_DAMAGED",
        ) from None
    # All that zipfile raises on bytes that are no archive any more, found by mutating some.
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, NotImplementedError, EOFError, RuntimeError, OSError):
        raise IntakeError(
            "the workbook is broken or cut off", where=str(path), remedy=_SEND_AGAIN, check_id="FILE_DAMAGED"
        ) from None


def _sheet(path: Path, name: str | None) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that the sheet has: its number, from 1, and its cells up to the last one."""
    with _refused(path), zipfile.ZipFile(path) as archive:
        part, from_1904 = _find_sheet(archive, name, path)
        texts = _shared_texts(archive, path)
        dates = _date_styles(archive, path)
        last = 0
        for row in _elements(archive, part, "row", MAX_SHEET_BYTES, path):
            written = row.get("r") or ""
            number = int(written) if written.isdecimal() and int(written) > last else last + 1
            last = number
            yield number, _cells(row, texts, dates, from_1904)


def _cells(row: etree._Element, texts: list[str], dates: set[int], from_1904: bool) -> list[str]:
    cells: list[str] = []
    for cell in row.iterfind("{*}c"):
        found = _REFERENCE.fullmatch(cell.get("r") or "")
        place = _column(found[1]) if found else len(cells)
        if place >= MAX_COLUMNS or place < len(cells):
            raise ValueError("cells out of order, or too many columns")
        cells.extend([""] * (place - len(cells)))
        cells.append(_text(cell, texts, dates, from_1904))
    return cells


def _text(cell: etree._Element, texts: list[str], dates: set[int], from_1904: bool) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _joined(cell)
    value = (cell.findtext("{*}v") or "").strip()
    if kind == "s":
        return texts[int(value)] if value.isdecimal() and int(value) < len(texts) else ""
    if kind == "d":
        return value[:10]
    if kind != "n" or not value:
        return value
    style = cell.get("s") or ""
    if style.isdecimal() and int(style) in dates:
        return _date(value, from_1904)
    return _number(value)


def _number(value: str) -> str:
    """Excel keeps numbers in binary: 8.54231901E9 is written out, and 0.1 stays 0.1."""
    try:
        number = float(value)
    except ValueError:
        return value
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def _date(value: str, from_1904: bool) -> str:
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a day of the calendar
    try:
        return (start + timedelta(days=float(value))).date().isoformat()
    except (ValueError, OverflowError):
        return value


def _joined(element: etree._Element) -> str:
    """The text of a cell or shared text, without the readings that East Asian Excel keeps beside it."""
    return "".join(
        part.text or ""
        for part in element.iterfind(".//{*}t")
        if (up := part.getparent()) is not None and not str(up.tag).endswith("}rPh")
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _Limited:
    """A part of the archive that stops a reader when it unpacks to too much, or begins with a document type."""

    def __init__(self, part: IO[bytes], limit: int, path: Path) -> None:
        self._part, self._left, self._path, self._is_first = part, limit, path, True

    def read(self, size: int = -1) -> bytes:
        data = self._part.read(min(size, 1 << 20) if size > 0 else 1 << 20)
        self._left -= len(data)
        if self._left < 0:
            raise IntakeError(
                "the workbook unpacks to too much", where=str(self._path), remedy="Split it", check_id="FILE_TOO_LARGE"
            )
        if self._is_first and (b"<!DOCTYPE" in data[: 64 << 10] or b"\0" in data[:200]):
            raise IntakeError(
                "the workbook declares a document type, which workbooks do not need and attacks do",
                where=str(self._path),
                remedy="Ask the sender who changed it",
                check_id="FILE_UNSAFE",
            )
        self._is_first = False
        return data


def _elements(archive: zipfile.ZipFile, part: str, tag: str, limit: int, path: Path) -> Iterator[etree._Element]:
    with archive.open(part) as opened:
        found = etree.iterparse(
            _Limited(opened, limit, path),
            events=("end",),
            tag=f"{{*}}{tag}",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in found:
            yield element
            element.clear()
            while (before := element.getprevious()) is not None:
                before.getparent().remove(before)


def _find_sheet(archive: zipfile.ZipFile, name: str | None, path: Path) -> tuple[str, bool]:
    """The part that holds the sheet, and whether its dates count from 1904; sheets are in the order of the workbook."""
    # Two readings of one small part: elements are emptied once they have been handed on.
    from_1904 = any(
        (each.get("date1904") or "0").lower() in ("1", "true")
        for each in _elements(archive, _WORKBOOK, "workbookPr", 16 << 20, path)
    )
    wanted, names = None, []
    for sheet in _elements(archive, _WORKBOOK, "sheet", 16 << 20, path):
        names.append(sheet.get("name") or "")
        if wanted is None and name in (None, names[-1]):
            wanted = sheet.get(_RELATION)
    if wanted is None:
        raise IntakeError(
            f"the workbook has no sheet {name!r}", where=str(path), remedy=f"It has {len(names)} sheet(s); mend `sheet`"
        )
    for link in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship", 16 << 20, path):
        if link.get("Id") == wanted:
            target = link.get("Target") or ""
            return (target.lstrip("/") if target.startswith("/") else f"xl/{target}"), from_1904
    raise KeyError(wanted)


def _shared_texts(archive: zipfile.ZipFile, path: Path) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    return [_joined(each) for each in _elements(archive, name, "si", MAX_TEXTS_BYTES, path)]


def _date_styles(archive: zipfile.ZipFile, path: Path) -> set[int]:
    """The numbers of cell styles that show a number as a date."""
    name = "xl/styles.xml"
    if name not in archive.namelist():
        return set()
    dates = set(_DATE_FORMATS)
    for form in _elements(archive, name, "numFmt", 64 << 20, path):
        code, number = form.get("formatCode") or "", form.get("numFmtId") or ""
        if number.isdecimal() and re.search("[dmyh]", _NOT_FORMAT.sub("", code), re.IGNORECASE):
            dates.add(int(number))
    styles: set[int] = set()
    for formats in _elements(archive, name, "cellXfs", 64 << 20, path):
        for place, style in enumerate(formats.iterfind("{*}xf")):
            number = style.get("numFmtId") or ""
            if number.isdecimal() and int(number) in dates:
                styles.add(place)
    return styles
