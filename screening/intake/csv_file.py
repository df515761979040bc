"""Delimited text with a header, read in blocks; a row that fits neither header nor encoding is kept as broken."""

from __future__ import annotations

import codecs
import csv as python_csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import csv

from screening.errors import IntakeError
from screening.intake.batch import BROKEN_SCHEMA, RawBatch, canonical, check_header
from screening.intake.records import RecordKind
from screening.intake.table import RawTable, Shape, titles

_BLOCK_BYTES = 4 << 20
_MAX_HEADER_BYTES = 1 << 20
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOST = "\ufffd"
CANONICAL_SHAPE = Shape()
"""Commas, UTF-8, the header first: what a file in canonical columns looks like."""


def read_csv(path: Path) -> Iterator[RawBatch]:
    """Yield the rows of a CSV file in canonical columns in order.

    Raises IntakeError when the file is empty, has no usable header, is in another encoding or cannot be split.
    """
    names, kind = read_header(path)
    for batch in _rows(path, names, CANONICAL_SHAPE):
        yield RawBatch(canonical(batch.rows, kind), batch.broken)


def read_header(path: Path) -> tuple[list[str], RecordKind]:
    """Return the names of the columns and the kind of record; raises IntakeError when the header is of no use."""
    return check_header(header_of(path, CANONICAL_SHAPE), path)


def read_table(path: Path, shape: Shape) -> RawTable:
    """Open a delimited text of any shape; raises IntakeError as `read_csv` does."""
    names = titles(header_of(path, shape))
    return RawTable(names, _rows(path, names, shape))


def header_of(path: Path, shape: Shape) -> list[str]:
    """Return the cells of the header as they are written.

    Raises IntakeError when the file is empty, in another encoding, or the header cannot be split.
    """
    with path.open("rb") as file:
        first = _after_title_lines(file, shape).read(_MAX_HEADER_BYTES)
    if not first.strip():
        raise IntakeError(
            "the file is empty", where=str(path), remedy="Ask the sender for the file again", check_id="FILE_EMPTY"
        )
    if first[:2] in _UTF16_MARKS:
        raise _wrong_encoding(path, "UTF-16")
    lines = first.removeprefix(codecs.BOM_UTF8).split(b"\n")
    if not lines[0].strip():
        raise IntakeError(
            "the file is empty", where=str(path), remedy="Ask the sender for the file again", check_id="FILE_EMPTY"
        )
    # Beyond the first line only where a title holds a line break; what was cut off in the middle is not needed.
    text = (line.decode("utf-8", "strict" if n == 0 else "replace") + "\n" for n, line in enumerate(lines))
    try:
        return next(python_csv.reader(text, delimiter=shape.delimiter), [])
    except UnicodeDecodeError:
        raise _wrong_encoding(path, "another encoding") from None
    except python_csv.Error as error:
        raise IntakeError(
            f"the header cannot be split into columns ({error})",
            where=str(path),
            remedy="Save the file with line feeds (LF or CRLF) at the ends of its lines",
            check_id="FILE_HEADER",
        ) from error


class _AsUtf8(io.RawIOBase):
    """A binary file in another encoding, read as UTF-8; what cannot be decoded becomes U+FFFD."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(cast(bytearray, buffer))
        while not self._left:
            block = self._file.read(1 << 20)
            self._left = self._decoder.decode(block, final=not block).encode("utf-8", "replace")
            if not block:
                break
        count = min(len(target), len(self._left))
        target[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _after_title_lines(file: BinaryIO, shape: Shape) -> io.BufferedIOBase:
    """Return the file as UTF-8 bytes (or what claims to be), from the line of the header on."""
    text: io.BufferedIOBase = (
        cast(io.BufferedIOBase, file)
        if shape.encoding == "utf-8"
        else io.BufferedReader(_AsUtf8(file, shape.encoding), 1 << 20)
    )
    for _ in range(shape.header_row - 1):
        text.readline(_MAX_HEADER_BYTES)
    return text


def _rows(path: Path, names: list[str], shape: Shape) -> Iterator[RawBatch]:
    # Arrow loses a row that it can neither split nor decode. Where any byte is not UTF-8, the file is read as Latin-1,
    # which every byte is, and each value is turned back into its bytes to see whether it is UTF-8 by itself.
    is_utf8 = shape.encoding != "utf-8" or _is_utf8(path)
    broken: list[tuple[int, int, str]] = []

    def keep_broken(row: csv.InvalidRow) -> str:
        broken.append((row.number - 1, row.actual_columns, row.text if is_utf8 else _readable(row.text)))
        return "skip"

    with path.open("rb") as file:
        try:
            reader = csv.open_csv(
                _after_title_lines(file, shape),
                # One thread: only then does Arrow know the numbers of the rows it could not split.
                read_options=csv.ReadOptions(
                    use_threads=False,
                    block_size=_BLOCK_BYTES,
                    column_names=names,
                    skip_rows_after_names=1,
                    encoding="utf8" if is_utf8 else "latin-1",
                ),
                parse_options=csv.ParseOptions(
                    delimiter=shape.delimiter,
                    newlines_in_values=True,
                    invalid_row_handler=keep_broken,
                    ignore_empty_lines=False,
                ),
                # Bytes, not text: one row in a foreign encoding must not cost the others.
                convert_options=csv.ConvertOptions(
                    column_types={name: pa.binary() for name in names}, strings_can_be_null=False
                ),
            )
            yield from _batches(reader, names, broken, path, is_utf8, shape.encoding)
        except pa.ArrowInvalid as error:
            raise IntakeError(
                f"the file cannot be split into rows ({str(error).splitlines()[0][:120]})",
                where=str(path),
                remedy="Look for a quotation mark that is opened and never closed",
                check_id="FILE_DAMAGED",
            ) from error


def _batches(
    reader: csv.CSVStreamingReader,
    names: list[str],
    broken: list[tuple[int, int, str]],
    path: Path,
    is_utf8: bool,
    encoding: str,
) -> Iterator[RawBatch]:
    seen, reported, foreign = 0, 0, 0
    for arrow_batch in reader:
        frame = pl.DataFrame(pl.from_arrow(arrow_batch))
        numbers = _row_numbers(seen, frame.height, [number for number, _, _ in broken])
        seen += frame.height
        frame = frame.with_columns(pl.Series("row_number", numbers))
        frame = frame.filter(pl.any_horizontal(pl.col(name).bin.size() > 0 for name in names))
        text = _decode(frame, names, is_utf8, encoding)
        is_foreign = pl.any_horizontal(pl.col(name).is_null() for name in names)
        undecodable = text.filter(is_foreign)
        foreign += undecodable.height
        yield RawBatch(
            text.filter(~is_foreign),
            pl.concat([_not_split(broken[reported:], len(names)), _not_decoded(frame, undecodable, names)]),
        )
        reported = len(broken)
    if reported < len(broken):
        none = pl.DataFrame(schema={"row_number": pl.Int64} | dict.fromkeys(names, pl.String))
        yield RawBatch(none, _not_split(broken[reported:], len(names)))
    if foreign > (seen + len(broken)) / 2:
        raise _wrong_encoding(path, "another encoding, perhaps Windows-1251")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decode(frame: pl.DataFrame, names: list[str], is_utf8: bool, encoding: str) -> pl.DataFrame:
    """Return the columns as text; null where a value is not in the encoding of the file."""
    if is_utf8:
        text = frame.with_columns(pl.col(name).cast(pl.String) for name in names)
        if encoding == "utf-8":
            return text
        return text.with_columns(pl.when(~pl.col(name).str.contains(_LOST, literal=True)).then(name) for name in names)
    # Value by value, in Python: only in a damaged file, and no expression tells which value is to blame.
    return frame.with_columns(pl.col(name).map_elements(_undo_latin1, return_dtype=pl.String) for name in names)


def _undo_latin1(value: bytes) -> str | None:
    try:
        return value.decode("utf-8").encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return None


def _readable(text: str) -> str:
    """Return text that was read as Latin-1 as the UTF-8 it may be, each wrong byte escaped."""
    return text.encode("latin-1", errors="replace").decode("utf-8", errors="backslashreplace")


def _row_numbers(start: int, count: int, broken_numbers: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the numbers in the file of the `count` good rows that follow the first `start` good rows.

    Arrow numbers only the rows it skips, so the good ones take the numbers in between.
    """
    good = np.arange(start, start + count, dtype=np.int64)
    # Good rows before the k-th skipped one: its number less the k skipped before it, less one.
    before = np.array(broken_numbers, dtype=np.int64) - np.arange(1, len(broken_numbers) + 1)
    return good + 1 + np.searchsorted(before, good, side="right")


def _not_split(broken: list[tuple[int, int, str]], expected: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row_number": [number for number, _, _ in broken],
            "reason_code": ["FIELD_COUNT"] * len(broken),
            "message": [f"the row has {count} fields, the header has {expected}" for _, count, _ in broken],
            "raw_row": [text for _, _, text in broken],
        },
        schema=BROKEN_SCHEMA,
    )


def _not_decoded(frame: pl.DataFrame, undecodable: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    rows = frame.filter(pl.col("row_number").is_in(undecodable["row_number"].implode()))
    # A loop over the few rows of a foreign encoding: their bytes are kept readable, each wrong byte escaped.
    raw = [_readable(b",".join(row).decode("utf-8")) for row in rows.select(names).iter_rows()]
    return pl.DataFrame(
        {
            "row_number": rows["row_number"],
            "reason_code": ["ENCODING"] * rows.height,
            "message": ["the row is not in the encoding of the file"] * rows.height,
            "raw_row": raw,
        },
        schema=BROKEN_SCHEMA,
    )


def _wrong_encoding(path: Path, found: str) -> IntakeError:
    return IntakeError(
        f"the file is not UTF-8 but in {found}",
        where=str(path),
        remedy="Convert it (iconv -f cp1251 -t utf-8), or name the encoding in a mapping: `screening intake guess`",
        check_id="FILE_ENCODING",
    )
