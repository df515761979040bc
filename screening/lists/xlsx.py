"""The first sheet of an Excel workbook as rows of text, read from the XML inside it.

Only text is taken: no formula is worked out, no macro, link or picture is touched. A workbook is a ZIP archive, so what
it unpacks to is limited before it is unpacked.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from screening.errors import ListError
from screening.lists.safe_xml import DOWNLOAD_AGAIN, stream

WORKBOOK = "xl/workbook.xml"
LARGEST_PART_BYTES = 50_000_000
"""A part of a workbook may unpack to this much; the METI list needs 0.3 million bytes."""
MOST_COLUMNS = 500
_REFERENCE = re.compile(r"([A-Z]{1,3})\d+")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def is_workbook(data: bytes) -> bool:
    """Tell whether these bytes are a workbook, and not some other archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return WORKBOOK in archive.namelist()
    # What zipfile raises on a broken or unusual archive, which is no workbook then.
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def rows_of(data: bytes, where: str) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, each as long as its last filled cell; empty cells are empty strings.

    Raises ListError when the archive is broken, unpacks to too much, or its XML is unsafe or broken.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sheet = _unpacked(archive, _first_sheet(archive, where), where)
            texts = _shared_texts(archive, where)
    # All that zipfile raises on bytes that are no archive any more, found by mutating some.
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, NotImplementedError, EOFError, RuntimeError):
        raise ListError("the workbook is broken or cut off", where=where, remedy=DOWNLOAD_AGAIN) from None
    for row in stream(sheet, ("row",), where):
        cells: dict[int, str] = {}
        for position, cell in enumerate(row.iterfind("{*}c")):
            if text := _text(cell, texts):
                cells[_column(cell.get("r"), position)] = text
        yield [cells.get(column, "") for column in range(max(cells, default=-1) + 1)]


def _unpacked(archive: zipfile.ZipFile, name: str, where: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(LARGEST_PART_BYTES + 1)
    if len(data) > LARGEST_PART_BYTES:
        raise ListError(
            "the workbook unpacks to more than any list needs",
            where=where,
            remedy="Obtain the file from the publisher's own address",
        )
    return data


def _first_sheet(archive: zipfile.ZipFile, where: str) -> str:
    """Return the name of the first sheet's part; the order of sheets is that of the workbook, not of part names."""
    book = _unpacked(archive, WORKBOOK, where)
    relation = next((sheet.get(_RELATION) for sheet in stream(book, ("sheet",), where)), None)
    relations = _unpacked(archive, "xl/_rels/workbook.xml.rels", where)
    for element in stream(relations, ("Relationship",), where):
        if element.get("Id") == relation:
            target = element.get("Target") or ""
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(WORKBOOK)


def _shared_texts(archive: zipfile.ZipFile, where: str) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    return [_joined(item) for item in stream(_unpacked(archive, name, where), ("si",), where)]


def _joined(item: etree._Element) -> str:
    """Return the text of an item without the readings (furigana) that Japanese Excel keeps beside it."""
    parts = item.iterfind(".//{*}t")
    return "".join(part.text or "" for part in parts if not str(_parent_tag(part)).endswith("}rPh"))


def _parent_tag(element: etree._Element) -> object:
    parent = element.getparent()
    return parent.tag if parent is not None else ""


def _text(cell: etree._Element, texts: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _joined(cell)
    value = cell.findtext("{*}v") or ""
    if cell.get("t") == "s":
        return texts[int(value)] if value.isdecimal() and int(value) < len(texts) else ""
    return value


def _column(reference: str | None, position: int) -> int:
    """Return the number of the column, from 0, that `AB12` names; without a reference cells follow each other."""
    match = _REFERENCE.fullmatch(reference or "")
    if not match:
        return position
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return min(number - 1, MOST_COLUMNS)
