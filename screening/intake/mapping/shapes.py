"""What can be told of a table from its text alone: encoding, delimiter, and how its dates and numbers are written."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from screening.intake.table import Shape

_HEAD_BYTES = 256 << 10
_DELIMITERS = (",", ";", "\t", "|")
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_COMMON_LETTERS = frozenset("оеаинтсрвл")
DATE_FORMATS = (
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%y", "%d%m%y",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
)  # fmt: skip
"""Formats that are tried, in this order: the day stands before the month where both could be meant."""


def encoding_of(path: Path) -> str:
    """Return the encoding of a text: told by its mark, by being valid UTF-8, else by the commonest Russian letters."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if 0 in head:  # half of an ASCII letter of UTF-16; no other encoding has it in a text
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    try:
        head.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4:  # cut in the middle of a letter
            return "utf-8"
    return max(_CYRILLIC, key=lambda name: sum(letter in _COMMON_LETTERS for letter in head.decode(name, "replace")))


def shape_of(path: Path) -> Shape:
    """Return how a delimited text is to be read; its header is looked for elsewhere."""
    encoding = encoding_of(path)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).decode(encoding, "replace").removeprefix("\ufeff")
    lines = [line for line in head.splitlines()[:30] if line.strip()]
    return Shape(encoding=encoding, delimiter=max(_DELIMITERS, key=lambda mark: _fit(lines, mark)))


def _fit(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How well a delimiter parts the lines: rows of the commonest width above one, times that width."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
    except csv.Error:
        return (0, 0)
    if not widths:
        return (0, 0)
    width, rows = max(widths.items(), key=lambda item: item[0] * item[1])
    return (width * rows, width)


def date_formats(values: Iterable[str]) -> tuple[str, ...]:
    """Return the first format that reads all of these texts, or the fewest that together read most of them."""
    texts = pl.Series([value for value in values if value], dtype=pl.String)
    found: list[str] = []
    for form in DATE_FORMATS:
        if texts.is_empty():
            break
        parse = texts.str.to_datetime if "%H" in form else texts.str.to_date
        unread = texts.filter(parse(form, strict=False).is_null())
        if unread.len() < texts.len():
            found.append(form)
            texts = unread
    return tuple(found)


def decimal_mark(values: Iterable[str]) -> str:
    """Return the mark before the decimals of these numbers: a comma where it occurs without points after it."""
    texts = [value for value in values if value]
    commas = sum("," in value and "." not in value.partition(",")[2] for value in texts)
    points = sum("." in value for value in texts)
    return "," if commas > points else "."
