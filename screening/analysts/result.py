"""The result of a query as a frame that every output can show."""

from __future__ import annotations

from collections import Counter

import duckdb
import polars as pl
import pyarrow as pa

from screening.errors import LakeError


def result_of(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the rows of the statement that ran last.

    An interval becomes text (`1 day, 2:00:00`), since neither Polars nor a spreadsheet has such a type. Columns of one
    name get a number. Raises LakeError for types that no output can hold.
    """
    try:
        table = connection.to_arrow_table()
    except duckdb.Error as error:
        raise LakeError(str(error), where="query", remedy="Mend the statement") from None
    # Arrow finds no column by name where two share it, hence the numbers.
    columns: dict[str, pl.Series] = {}
    seen: Counter[str] = Counter()
    for number, field in enumerate(table.schema):
        seen[field.name] += 1
        name = field.name if seen[field.name] == 1 else f"{field.name}_{seen[field.name]}"
        while name in columns:
            seen[field.name] += 1
            name = f"{field.name}_{seen[field.name]}"
        columns[name] = _series(name, table.column(number))
    return pl.DataFrame(columns, height=table.num_rows)


def _series(name: str, values: pa.ChunkedArray) -> pl.Series:
    if pa.types.is_interval(values.type):
        return pl.Series(name, [None if one is None else _interval(one) for one in values.to_pylist()], pl.String)
    if _is_foreign(values.type):
        raise LakeError(
            f"column {name} has a type that cannot be written", where="query", remedy="CAST it to VARCHAR or JSON"
        )
    return pl.Series(name, pl.from_arrow(values))


def _is_foreign(kind: pa.DataType) -> bool:
    if pa.types.is_union(kind) or pa.types.is_interval(kind):
        return True
    return any(_is_foreign(kind.field(number).type) for number in range(kind.num_fields))


def _interval(value: pa.MonthDayNano) -> str:
    seconds, rest = divmod(abs(value.nanoseconds) // 1000, 1_000_000)
    parts = [f"{value.months} months"] if value.months else []
    parts += [f"{value.days} days"] if value.days else []
    if value.nanoseconds or not parts:
        clock = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{rest:06}" if rest else "")
        parts.append(f"-{clock}" if value.nanoseconds < 0 else clock)
    return ", ".join(parts)
