"""A result as CSV, JSON, Parquet or XLSX. In what a spreadsheet opens, no text can become a formula.

A text that begins with = + - @, a tab, a carriage return, a line feed, or the full-width form of one of the signs, gets
an apostrophe in front, in the column's heading too; numbers stay numbers. JSON and Parquet hold what the lake holds.
See https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import polars as pl

from screening.errors import LakeError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SHEET_ROWS = 1_048_575  # below the heading
_SHEET_COLUMNS = 16_384
_CELL_LENGTH = 32_767
_EXACT_INTEGER = 2**53


class FileFormat(StrEnum):
    """Formats that a result can be written in."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    XLSX = "xlsx"

    @property
    def is_binary(self) -> bool:
        """Whether a terminal would show rubbish."""
        return self in (FileFormat.PARQUET, FileFormat.XLSX)


def encode(frame: pl.DataFrame, file_format: FileFormat) -> bytes:
    """Return `frame` in the format; raises LakeError when the format cannot hold it whole."""
    writers: dict[FileFormat, Callable[[pl.DataFrame], bytes]] = {
        FileFormat.CSV: lambda table: safe_csv(table).encode(),
        FileFormat.JSON: lambda table: plain_json(table).encode(),
        FileFormat.PARQUET: _parquet,
        FileFormat.XLSX: _xlsx,
    }
    return writers[file_format](frame)


def safe_csv(frame: pl.DataFrame) -> str:
    """Return `frame` as CSV that a spreadsheet may open; lists and structs become JSON."""
    return disarmed(_flat(frame)).write_csv()


def plain_json(frame: pl.DataFrame) -> str:
    """Return `frame` as a JSON array of objects; what JSON has no word for (NaN, infinity) becomes null."""
    return json.dumps([_jsonable(row) for row in frame.to_dicts()], ensure_ascii=False, indent=2) + "\n"


def disarmed(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with an apostrophe before every text and heading that a spreadsheet would take for a formula."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = frame.with_columns(_disarmed(pl.col(name)).alias(name) for name in texts)
    return safe.rename({name: f"'{name}" for name in frame.columns if name.startswith(_FORMULA_STARTS)})


def _disarmed(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.head(1).is_in(_FORMULA_STARTS)).then("'" + text).otherwise(text)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with nested and binary columns, categories and clock times as text."""
    changed = []
    for name, dtype in frame.schema.items():
        column = frame[name]
        if dtype.is_nested():
            # A loop: no expression writes any nested value as JSON, and results are what a person looks at.
            values = [None if v is None else json.dumps(_jsonable(v), ensure_ascii=False) for v in column.to_list()]
            changed.append(pl.Series(name, values, pl.String))
        elif dtype == pl.Binary:
            changed.append(column.bin.encode("hex"))
        elif isinstance(dtype, pl.Categorical | pl.Enum | pl.Time):
            changed.append(column.cast(pl.String))
    return frame.with_columns(changed)


def _jsonable(value: Any) -> Any:  # noqa: ANN401 - any value of any column
    if isinstance(value, dict):
        return {str(key): _jsonable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_jsonable(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, bytes):
        return value.hex()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _xlsx(frame: pl.DataFrame) -> bytes:
    # Imported here: only this format needs it.
    from xlsxwriter import Workbook

    if frame.height > _SHEET_ROWS or frame.width > _SHEET_COLUMNS:
        raise LakeError(
            f"a sheet holds {_SHEET_ROWS:,} rows and {_SHEET_COLUMNS:,} columns, the result is "
            f"{frame.height:,} by {frame.width:,}",
            where="xlsx",
            remedy="Ask for less, or write csv or parquet",
        )
    safe = disarmed(_for_sheet(_flat(frame)))
    for name in (n for n, dtype in safe.schema.items() if dtype == pl.String):
        if (safe[name].str.len_chars().max() or 0) > _CELL_LENGTH:  # type: ignore[operator]
            raise LakeError(
                f"column {name} holds a text of more than {_CELL_LENGTH:,} characters, which no cell can hold",
                where="xlsx",
                remedy="Leave it out, shorten it with left(), or write csv or parquet",
            )
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, {"in_memory": True, **options}) as workbook:
        safe.write_excel(workbook, "result", autofit=frame.height <= 10_000, freeze_panes=(1, 0))
    return buffer.getvalue()


def _for_sheet(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` in types of a sheet: times without zone, no integer that a sheet would round, no NaN."""
    changed = []
    for name, dtype in frame.schema.items():
        column = pl.col(name)
        if isinstance(dtype, pl.Datetime) and dtype.time_zone:
            changed.append(column.dt.convert_time_zone("UTC").dt.replace_time_zone(None))
        elif dtype.is_float():
            changed.append(pl.when(column.is_finite()).then(column).alias(name))
        elif dtype.is_integer() or dtype.is_decimal():
            largest = frame[name].cast(pl.Float64).abs().max()
            too_large = isinstance(largest, float) and largest >= _EXACT_INTEGER
            whole = dtype.is_integer() or (isinstance(dtype, pl.Decimal) and dtype.scale == 0)
            changed.append(column.cast(pl.String if too_large else pl.Int64 if whole else pl.Float64))
    return frame.with_columns(changed)
