"""JSON lines: one object of texts and numbers on each line; a line that is none is kept as broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from screening.errors import IntakeError
from screening.intake.batch import RawBatch
from screening.intake.table import BATCH_ROWS, RawTable, broken_rows, text_batch, title

MAX_LINE_BYTES = 4 << 20
"""One record with all its texts; a longer line is kept as broken, cut off."""
_SAMPLE_LINES = 1_000
_MAX_KEYS = 1_000
_RAW_LENGTH = 20_000
_BOM = b"\xef\xbb\xbf"


def looks_like_jsonl(path: Path) -> bool:
    """Whether the first character of a file that is not white space opens an object."""
    with path.open("rb") as file:
        return file.read(4096).removeprefix(_BOM).lstrip().startswith(b"{")


def header_of(path: Path) -> list[str]:
    """Return the keys of the first thousand lines, in order of appearance; a nested object's have dots.

    Raises IntakeError when none of these lines is an object.
    """
    found: dict[str, str] = {}
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file)):
            if number >= _SAMPLE_LINES:
                break
            record = _record(line)
            if isinstance(record, dict):
                for key in record:
                    found.setdefault(title(key), key)
    if not found or len(found) > _MAX_KEYS:
        raise IntakeError(
            f"the file holds no lines of JSON objects with {_MAX_KEYS} keys at most",
            where=str(path),
            remedy="Write one object on each line",
            check_id="FILE_HEADER",
        )
    return list(found.values())


def read_table(path: Path) -> RawTable:
    """Open a file of JSON lines. A key that none of the first thousand lines has makes its line a broken row."""
    columns = [title(key) for key in header_of(path)]
    return RawTable(columns, _batches(path, columns))


def _batches(path: Path, columns: list[str]) -> Iterator[RawBatch]:
    rows: list[tuple[int, list[str | None]]] = []
    broken: list[tuple[int, str, str, str]] = []
    known = set(columns)
    number = 0
    with path.open("rb") as file:
        # A loop over lines: any of them may be broken, and must not cost the others.
        for line in _lines(file):
            if not line.strip():
                continue
            number += 1
            record = _record(line)
            if isinstance(record, str):
                broken.append((number, "NOT_JSON", record, line.decode("utf-8", "backslashreplace")[:_RAW_LENGTH]))
            elif unknown := {title(key) for key in record} - known:
                said = f"{len(unknown)} key(s) of this line occur in no earlier line"
                broken.append((number, "FIELD_COUNT", said, line.decode("utf-8", "replace")[:_RAW_LENGTH]))
            else:
                values = {title(key): value for key, value in record.items()}
                rows.append((number, [values.get(name) for name in columns]))
            if len(rows) + len(broken) >= BATCH_ROWS:
                yield RawBatch(text_batch(columns, rows), broken_rows(broken))
                rows, broken = [], []
    yield RawBatch(text_batch(columns, rows), broken_rows(broken))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    first = True
    while line := file.readline(MAX_LINE_BYTES):
        while len(line) == MAX_LINE_BYTES and not line.endswith(b"\n") and (rest := file.readline(MAX_LINE_BYTES)):
            if rest.endswith(b"\n"):
                break
        yield line.removeprefix(_BOM) if first else line
        first = False


def _record(line: bytes) -> dict[str, str | None] | str:
    """Return the line's values as text, or what is wrong with it."""
    try:
        found = json.loads(line.decode("utf-8"), parse_float=str, parse_int=str, parse_constant=str)
    except UnicodeDecodeError:
        return "the line is not UTF-8"
    except (ValueError, RecursionError):
        return "the line is no JSON"
    if not isinstance(found, dict):
        return "the line is no JSON object"
    flat: dict[str, str | None] = {}
    try:
        _flatten("", found, flat, depth=0)
    except ValueError as error:
        return str(error)
    if len({title(key) for key in flat}) < len(flat):
        return "two keys of the line differ in case or white space only"
    return flat


def _flatten(prefix: str, record: dict[str, object], flat: dict[str, str | None], depth: int) -> None:
    if depth > 8:
        raise ValueError("objects are nested deeper than 8")
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            _flatten(f"{name}.", value, flat, depth + 1)
        elif isinstance(value, list):
            if any(isinstance(each, dict | list) for each in value):
                raise ValueError("a list holds objects or lists")
            flat[name] = "; ".join(text for each in value if (text := _text(each))) or None
        else:
            flat[name] = _text(value)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    # A lone surrogate such as \ud800 is no letter; Polars would refuse the whole batch.
    return str(value).encode("utf-8", "replace").decode("utf-8")
