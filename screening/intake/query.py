"""A database as a source: a query in a file, read from its watermark on, in bounded memory, and taken in like a file.

The rows are spooled as Parquet before they are taken in, so that they have a content hash, lineage and a mapping as any
file has; the watermark moves in the transaction that stores them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import duckdb
import pyarrow as pa
import yaml
from pyarrow import parquet
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from screening.errors import IntakeError, SettingsError
from screening.intake.load import FileReport, load_file
from screening.intake.mapping import Mapping as RowMapping
from screening.intake.table import Shape, title, titles
from screening.lake import read_sql, run_sql

ENDING = ".query.yml"
BATCH_ROWS = 10_000


class Watermark(BaseModel):
    """The column that tells new rows from those that were read, and where reading begins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    start: str
    type: Literal["text", "integer", "timestamp"] = "text"

    def value(self, text: str) -> str | int | datetime:
        """Return a watermark as the database is asked with it; raises ValueError."""
        if self.type == "integer":
            return int(text)
        return datetime.fromisoformat(text) if self.type == "timestamp" else text


class QuerySource(BaseModel):
    """A query file. `database` is the name of the environment variable that holds the SQLAlchemy URL.

    `connection` is an Airflow connection, which stands in `AIRFLOW_CONN_…` or is handed over by a DAG. `mapping` is a
    mapping as in a mapping file, without `name` and `file`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")
    title: str = ""
    database: str | None = None
    connection: str | None = None
    query: str
    watermark: Watermark
    mapping: dict[str, Any]

    @model_validator(mode="after")
    def _makes_sense(self) -> QuerySource:
        if (self.database is None) == (self.connection is None):
            raise ValueError("give one of database (an environment variable) and connection (of Airflow)")
        if ":watermark" not in self.query:
            raise ValueError("the query must compare with :watermark, or it would read everything each time")
        self.watermark.value(self.watermark.start)
        self.row_mapping()
        return self

    @property
    def variable(self) -> str:
        """The environment variable that says where the database is."""
        return self.database or f"AIRFLOW_CONN_{str(self.connection).upper().replace('-', '_')}"

    def row_mapping(self) -> RowMapping:
        """Return the mapping of its rows; the watermark column needs no field."""
        ignored = [*self.mapping.get("ignored", ()), self.watermark.column]
        about = {"name": self.id, "file": Shape(format="parquet"), "ignored": ignored}
        return RowMapping.model_validate(self.mapping | about)


def read_query(path: Path) -> QuerySource:
    """Read a query file. Raises IntakeError, with the setting, when it is no YAML or makes no sense."""
    remedy = "Correct the query file; docs/intake.md describes it"
    try:
        return QuerySource.model_validate(yaml.safe_load(path.read_bytes()))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        raise IntakeError(
            f"the query makes no sense: {place + ': ' if place else ''}{what}", where=str(path), remedy=remedy
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, OSError):
        raise IntakeError("the query file cannot be read as YAML", where=str(path), remedy=remedy) from None


def url_of(source: QuerySource, environment: Mapping[str, str] = os.environ) -> str:
    """Return the SQLAlchemy URL of a source's database; raises SettingsError that names the variable."""
    url = environment.get(source.variable, "")
    if not url:
        raise SettingsError(
            "the environment does not say where the database is",
            where=source.variable,
            remedy="Set it to a SQLAlchemy URL",
        )
    # Airflow and libpq write the scheme in a way of their own.
    scheme, _, rest = url.partition("://")
    return f"{'postgresql' if scheme == 'postgres' else scheme}://{rest}"


@dataclass(frozen=True)
class QueryReport:
    """What a query brought: None for `file` when there was nothing new."""

    query_id: str
    watermark: str
    file: FileReport | None


def load_query(
    connection: duckdb.DuckDBPyConnection, source: QuerySource, url: str, scratch: Path | None = None
) -> QueryReport:
    """Read what is above the watermark and take it in. Run again after any fault: the watermark moved or it did not.

    Raises IntakeError when the database cannot be read or its columns do not fit the mapping; nothing is stored then.
    """
    row = connection.execute("SELECT watermark FROM intake.query_watermarks WHERE query_id = ?", [source.id]).fetchone()
    before = str(row[0]) if row else source.watermark.start
    with tempfile.TemporaryDirectory(prefix="intake-query-", dir=scratch) as folder:
        path = Path(folder) / f"{source.id}.parquet"
        reached = _spool(source, url, source.watermark.value(before), path)
        if reached is None:
            return QueryReport(source.id, before, None)

        def move(lake: duckdb.DuckDBPyConnection) -> None:
            parameters = {"query_id": source.id, "watermark": reached}
            run_sql(lake, read_sql("screening.intake", "move_watermark"), parameters)

        report = load_file(
            connection, path, scratch=scratch, mapping=source.row_mapping(),
            file_name=f"{source.id} above {before}", file_format="query", also=move,
        )  # fmt: skip
    return QueryReport(source.id, reached, report)


def _spool(source: QuerySource, url: str, above: object, path: Path) -> str | None:
    """Write the rows as text; return the greatest watermark among them, None when there are no rows."""
    import sqlalchemy
    from sqlalchemy.exc import SQLAlchemyError

    try:
        engine = sqlalchemy.create_engine(url)
        try:
            with engine.connect() as reader:
                # A cursor on the server: only then does a driver not fetch everything at once.
                rows = reader.execution_options(stream_results=True, max_row_buffer=BATCH_ROWS).execute(
                    sqlalchemy.text(source.query), {"watermark": above}
                )
                return _write(source, list(rows.keys()), (list(part) for part in rows.partitions(BATCH_ROWS)), path)
        finally:
            engine.dispose()
    except (SQLAlchemyError, ImportError, UnicodeError) as error:
        # The driver's message may hold the URL with its password, or values of rows.
        raise IntakeError(
            f"the database cannot be read ({type(error).__name__})",
            where=source.id,
            remedy="Check the URL, the driver and the query by hand; the watermark did not move",
        ) from None


def _write(source: QuerySource, keys: Sequence[str], parts: Iterator[list[Any]], path: Path) -> str | None:
    columns = titles(keys)
    mark = title(source.watermark.column)
    if mark not in columns:
        raise IntakeError(
            f"the query returns no column {source.watermark.column}",
            where=source.id,
            remedy="Select the watermark, too",
        )
    place = columns.index(mark)
    schema = pa.schema([(name, pa.string()) for name in columns])
    reached: Any = None
    with parquet.ParquetWriter(path, schema) as writer:
        for rows in parts:
            marks = [row[place] for row in rows if row[place] is not None]
            reached = max([*([] if reached is None else [reached]), *marks], default=None)
            texts = [[_text(row[n]) for row in rows] for n in range(len(columns))]
            writer.write_table(pa.table([pa.array(each, pa.string()) for each in texts], schema=schema))
    return None if reached is None else str(_text(reached))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight and value.tzinfo is None else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)
