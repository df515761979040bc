"""Which format a file is of, told by its content alone: names of downloads are not to be trusted."""

from __future__ import annotations

import csv
import json
from io import BytesIO
from pathlib import Path

from screening.errors import ListError
from screening.lists.formats import Opening
from screening.lists.safe_xml import DOWNLOAD_AGAIN, root
from screening.lists.xlsx import is_workbook, rows_of

_PACKED = {b"PK\x03\x04": "a ZIP archive", b"\x1f\x8b": "a gzip file", b"%PDF": "a PDF document"}


def text_of(data: bytes, where: str) -> str:
    """Return the file as text. Raises ListError with the position when it is not UTF-8 (plain ASCII is)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListError(
            f"the file is not UTF-8 text: byte {error.start} cannot be read", where=where, remedy=DOWNLOAD_AGAIN
        ) from None


def opening_of(data: bytes, path: Path) -> Opening:
    """Return what recognition looks at. Raises ListError for what cannot be a list: empty, packed, a web page."""
    where = str(path)
    if not data.strip():
        raise ListError("the file is empty", where=where, remedy=DOWNLOAD_AGAIN)
    if is_workbook(data):
        return Opening(workbook_row=tuple(next(rows_of(data, where), [])))
    for magic, kind in _PACKED.items():
        if data.startswith(magic):
            raise ListError(f"the file is {kind}", where=where, remedy="Unpack it, or obtain the CSV or XML")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:1024]:
        raise ListError("the file is not UTF-8 text: it looks like UTF-16", where=where, remedy=DOWNLOAD_AGAIN)
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"<!doctype html") or b"<html" in start:
        raise ListError(
            "the file is a web page, not a list: the download answered with an error or a login page",
            where=where,
            remedy=DOWNLOAD_AGAIN,
        )
    if start.startswith(b"<"):
        name, _ = root(data, where)
        return Opening(root_name=name.localname, root_namespace=name.namespace or "")
    if start.startswith(b"{"):
        return Opening(json_keys=_first_keys(data))
    return Opening(first_row=_first_row(data, where))


def _first_keys(data: bytes) -> frozenset[str]:
    """Return the keys of the JSON object on the first line; none when there is no whole object."""
    try:
        thing = json.loads(next(line for line in BytesIO(data.removeprefix(b"\xef\xbb\xbf")) if line.strip()))
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(thing) if isinstance(thing, dict) else frozenset()


def _first_row(data: bytes, where: str) -> tuple[str, ...]:
    line = text_of(data[: data.find(b"\n") + 1] or data, where)
    try:
        return tuple(next(csv.reader([line]), []))
    except csv.Error:
        return ()
