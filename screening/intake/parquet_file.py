"""Parquet; typed columns are turned to text, so that one set of checks serves all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from screening.errors import IntakeError
from screening.intake.batch import BROKEN_SCHEMA, RawBatch, canonical, check_header
from screening.intake.records import RecordKind
from screening.intake.table import BATCH_ROWS, RawTable, titles


def record_kind(path: Path) -> RecordKind:
    """Return the kind of record that a Parquet file in canonical columns holds; raises as `read_parquet` does."""
    return check_header(header_of(path), path)[1]


def header_of(path: Path) -> list[str]:
    """Return the names of the columns; raises IntakeError when the file cannot be read."""
    with _refused(path):
        return list(parquet.ParquetFile(path).schema_arrow.names)


def read_parquet(path: Path) -> Iterator[RawBatch]:
    """Yield the rows of a Parquet file in canonical columns in order.

    Raises IntakeError when the file is truncated, a column is missing, or a code is stored as a number.
    """
    names, kind = check_header(header_of(path), path)
    as_text = {column.name for column in kind.columns if column.dtype == pl.String}
    for rows in _rows(path, names, as_text):
        yield RawBatch(canonical(rows, kind), pl.DataFrame(schema=BROKEN_SCHEMA))


def read_table(path: Path) -> RawTable:
    """Open a Parquet file with any columns; numbers become text as they are, leading zeros that were lost stay lost."""
    names = titles(header_of(path))
    return RawTable(names, (RawBatch(rows, pl.DataFrame(schema=BROKEN_SCHEMA)) for rows in _rows(path, names, set())))


def _rows(path: Path, names: list[str], as_text: set[str]) -> Iterator[pl.DataFrame]:
    with _refused(path):
        start = 0
        for arrow_batch in parquet.ParquetFile(path).iter_batches(BATCH_ROWS):
            frame = pl.DataFrame(pl.from_arrow(arrow_batch))
            frame.columns = names
            text = frame.select(_as_text(name, dtype, name in as_text, path) for name, dtype in frame.schema.items())
            yield text.with_columns(
                pl.int_range(start + 1, start + frame.height + 1, dtype=pl.Int64).alias("row_number")
            )
            start += frame.height


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    # Damaged statistics and types that Polars does not have end in errors of either library.
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError, OverflowError, MemoryError, UnicodeError) as error:
        raise IntakeError(
            f"the file cannot be read as Parquet ({(str(error).splitlines() or ['broken'])[0][:120]})",
            where=str(path),
            remedy="It may be truncated; ask the sender for the file again",
            check_id="FILE_DAMAGED",
        ) from error


def _as_text(name: str, dtype: pl.DataType, must_be_text: bool, path: Path) -> pl.Expr:
    column = pl.col(name)
    if dtype in (pl.String, pl.Null):
        return column.cast(pl.String)
    if isinstance(dtype, pl.Categorical | pl.Enum):
        return column.cast(pl.String)
    if isinstance(dtype, pl.Datetime):
        return column.cast(pl.Date).cast(pl.String)
    if dtype.is_nested() or dtype == pl.Binary or (must_be_text and dtype.is_numeric()):
        raise IntakeError(
            f"column {name} is stored as {dtype}, not as text",
            where=str(path),
            remedy="Write codes and numbers of documents as text, because leading zeros matter",
        )
    return column.cast(pl.String)
