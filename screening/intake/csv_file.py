"""CSV with a header, commas and UTF-8, read in blocks; a row that does not fit the header is kept as broken."""

from __future__ import annotations

import codecs
import csv as python_csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import csv

from screening.errors import IntakeError
from screening.intake.batch import BROKEN_SCHEMA, RawBatch, canonical, check_header
from screening.intake.records import RecordKind

_BLOCK_BYTES = 16 << 20
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_csv(path: Path) -> Iterator[RawBatch]:
    """Yield the rows of a CSV file in order.

    Raises IntakeError when the file is empty, has no usable header, is in another encoding or cannot be split.
    """
    names, kind = read_header(path)
    # Arrow loses a row that it can neither split nor decode. Where any byte is not UTF-8, the file is read as Latin-1,
    # which every byte is, and each value is turned back into its bytes to see whether it is UTF-8 by itself.
    is_utf8 = _is_utf8(path)
    broken: list[tuple[int, int, str]] = []

    def keep_broken(row: csv.InvalidRow) -> str:
        broken.append((row.number - 1, row.actual_columns, row.text if is_utf8 else _readable(row.text)))
        return "skip"

    try:
        reader = csv.open_csv(
            path,
            # One thread: only then does Arrow know the numbers of the rows it could not split.
            read_options=csv.ReadOptions(
                use_threads=False,
                block_size=_BLOCK_BYTES,
                column_names=names,
                skip_rows_after_names=1,
                encoding="utf8" if is_utf8 else "latin-1",
            ),
            parse_options=csv.ParseOptions(
                newlines_in_values=True, invalid_row_handler=keep_broken, ignore_empty_lines=False
            ),
            # Bytes, not text: one row in a foreign encoding must not cost the others.
            convert_options=csv.ConvertOptions(
                column_types={name: pa.binary() for name in names}, strings_can_be_null=False
            ),
        )
        yield from _batches(reader, names, kind, broken, path, is_utf8)
    except pa.ArrowInvalid as error:
        raise IntakeError(
            f"the file cannot be split into rows ({str(error).splitlines()[0][:120]})",
            where=str(path),
            remedy="Look for a quotation mark that is opened and never closed",
        ) from error


def read_header(path: Path) -> tuple[list[str], RecordKind]:
    """Return the names of the columns and the kind of record; raises IntakeError when the header is of no use."""
    with path.open("rb") as file:
        first = file.readline(1 << 20)
    if not first.strip():
        raise IntakeError("the file is empty", where=str(path), remedy="Ask the sender for the file again")
    if first[:2] in _UTF16_MARKS:
        raise _wrong_encoding(path, "UTF-16")
    try:
        text = first.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong_encoding(path, "another encoding") from None
    try:
        header = next(python_csv.reader([text]), [])
    except python_csv.Error as error:
        raise IntakeError(
            f"the header cannot be split into columns ({error})",
            where=str(path),
            remedy="Save the file with line feeds (LF or CRLF) at the ends of its lines",
        ) from error
    return check_header(header, path)


def _batches(
    reader: csv.CSVStreamingReader,
    names: list[str],
    kind: RecordKind,
    broken: list[tuple[int, int, str]],
    path: Path,
    is_utf8: bool,
) -> Iterator[RawBatch]:
    seen, reported, foreign = 0, 0, 0
    for arrow_batch in reader:
        frame = pl.DataFrame(pl.from_arrow(arrow_batch))
        numbers = _row_numbers(seen, frame.height, [number for number, _, _ in broken])
        seen += frame.height
        frame = frame.with_columns(pl.Series("row_number", numbers))
        frame = frame.filter(pl.any_horizontal(pl.col(name).bin.size() > 0 for name in names))
        text = _decode(frame, names, is_utf8)
        is_foreign = pl.any_horizontal(pl.col(name).is_null() for name in names)
        undecodable = text.filter(is_foreign)
        foreign += undecodable.height
        yield RawBatch(
            canonical(text.filter(~is_foreign), kind),
            pl.concat([_not_split(broken[reported:], len(names)), _not_decoded(frame, undecodable, names)]),
        )
        reported = len(broken)
    if reported < len(broken):
        yield RawBatch(
            canonical(pl.DataFrame(schema={"row_number": pl.Int64}), kind), _not_split(broken[reported:], len(names))
        )
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


def _decode(frame: pl.DataFrame, names: list[str], is_utf8: bool) -> pl.DataFrame:
    """Return the columns as text; null where a value is not UTF-8."""
    if is_utf8:
        return frame.with_columns(pl.col(name).cast(pl.String) for name in names)
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
            "message": ["the row is not UTF-8"] * rows.height,
            "raw_row": raw,
        },
        schema=BROKEN_SCHEMA,
    )


def _wrong_encoding(path: Path, found: str) -> IntakeError:
    return IntakeError(
        f"the file is not UTF-8 but in {found}", where=str(path), remedy="Convert it: iconv -f cp1251 -t utf-8"
    )
