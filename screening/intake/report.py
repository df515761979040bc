"""What became of a day's rows, by file, office and check; and the rejected rows of it, to be mended and sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from screening.intake.checks import message
from screening.intake.records import RecordKind
from screening.lake import read_sql, run_sql

MARKS = ("rejected_file", "rejected_row", "rejected_because", "rejected_raw_row")
"""Columns that rows to mend carry beside the canonical ones; intake ignores them when the rows come again."""


@dataclass(frozen=True)
class DayReport:
    """The intake of a day. Columns as in the SQL files of the same names; `by_check` has the message, too."""

    by_file: pl.DataFrame
    by_office: pl.DataFrame
    by_check: pl.DataFrame
    refused: pl.DataFrame


def report(connection: duckdb.DuckDBPyConnection, day: date, language: str = "en") -> DayReport:
    """Return what became of the rows that are registered on `day`."""
    parameters: dict[str, object] = {"screening_date": day}
    _run(connection, "rows_of_day", parameters)
    frames = {
        name: _run(connection, f"report_{name}", parameters).pl()
        for name in ("by_file", "by_office", "by_check", "refused")
    }
    said = {check_id: message(check_id, language) for check_id in frames["by_check"]["check_id"].unique()}
    frames["by_check"] = frames["by_check"].with_columns(
        pl.col("check_id").replace_strict(said, default=None, return_dtype=pl.String).alias("message")
    )
    return DayReport(**frames)


def _run(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, object]) -> duckdb.DuckDBPyConnection:
    return run_sql(connection, read_sql("screening.intake", name), parameters)


def rejected_rows(
    connection: duckdb.DuckDBPyConnection,
    kind: RecordKind,
    day: date | None = None,
    file_name: str | None = None,
    with_mended: bool = False,
) -> pl.DataFrame:
    """Return rejected rows in the canonical columns of their kind, with MARKS: where they came from and why.

    A row that could not be split or decoded has its text in `rejected_raw_row` and no other values.
    """
    found = _run(
        connection,
        "rejected_to_mend",
        {"record_kind": kind.name, "screening_date": day, "file_name": file_name, "with_mended": with_mended},
    ).pl()
    shape = pl.Struct(dict.fromkeys(kind.names, pl.String))
    is_split = ~pl.col("reason_code").is_in(("FIELD_COUNT", "ENCODING", "NOT_JSON", "NO_ITEMS"))
    values = pl.when(is_split).then("raw_row").str.json_decode(shape)
    return found.with_columns(values.alias("values")).select(
        *MARKS[:3],
        pl.when(~is_split).then("raw_row").alias(MARKS[3]),
        *(pl.col("values").struct.field(name).alias(name) for name in kind.names),
    )
