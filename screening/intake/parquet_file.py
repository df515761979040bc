"""Parquet with the canonical column names; typed columns are turned to text, so that one set of checks serves all."""

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

_BATCH_ROWS = 100_000


def record_kind(path: Path) -> RecordKind:
    """Return the kind of record that a Parquet file holds; raises IntakeError as `read_parquet` does."""
    with _refused(path):
        return check_header(parquet.ParquetFile(path).schema_arrow.names, path)[1]


def read_parquet(path: Path) -> Iterator[RawBatch]:
    """Yield the rows of a Parquet file in order.

    Raises IntakeError when the file is truncated, a column is missing, or a code is stored as a number.
    """
    with _refused(path):
        file = parquet.ParquetFile(path)
        names, kind = check_header(file.schema_arrow.names, path)
        start = 0
        for arrow_batch in file.iter_batches(_BATCH_ROWS):
            frame = pl.DataFrame(pl.from_arrow(arrow_batch)).rename(
                dict(zip(file.schema_arrow.names, names, strict=True))
            )
            text = frame.select(_as_text(name, dtype, kind, path) for name, dtype in frame.schema.items())
            numbered = text.with_columns(
                pl.int_range(start + 1, start + frame.height + 1, dtype=pl.Int64).alias("row_number")
            )
            start += frame.height
            yield RawBatch(canonical(numbered, kind), pl.DataFrame(schema=BROKEN_SCHEMA))


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise IntakeError(
            f"the file cannot be read as Parquet ({str(error).splitlines()[0][:120]})",
            where=str(path),
            remedy="It may be truncated; ask the sender for the file again",
        ) from error


def _as_text(name: str, dtype: pl.DataType, kind: RecordKind, path: Path) -> pl.Expr:
    column = pl.col(name)
    holds_text = kind.table.polars_schema.get(name) == pl.String
    if dtype in (pl.String, pl.Null):
        return column.cast(pl.String)
    if isinstance(dtype, pl.Categorical | pl.Enum):
        return column.cast(pl.String)
    if isinstance(dtype, pl.Datetime):
        return column.cast(pl.Date).cast(pl.String)
    if dtype.is_nested() or dtype == pl.Binary or (holds_text and dtype.is_numeric()):
        raise IntakeError(
            f"column {name} is stored as {dtype}, not as text",
            where=str(path),
            remedy="Write codes and numbers of documents as text, because leading zeros matter",
        )
    return column.cast(pl.String)
