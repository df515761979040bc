"""A table's promise: its columns, their types, units and meaning, and the key that makes a row unique."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from screening.errors import SchemaError

STRINGS = pl.List(pl.String)

_SQL_TYPES: Mapping[pl.DataType | type[pl.DataType], str] = {
    pl.String: "VARCHAR",
    pl.Int64: "BIGINT",
    pl.Int32: "INTEGER",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Binary: "BLOB",
    pl.Datetime("us", "UTC"): "TIMESTAMPTZ",
    STRINGS: "VARCHAR[]",
}

UTC = pl.Datetime("us", "UTC")


@dataclass(frozen=True)
class Column:
    """One column. `required` means never null; `unit` is a unit of measure or a code list."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str
    unit: str = ""
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A table at a boundary: `schema.name` in the lake, checked on the way in and out."""

    schema: str
    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def full_name(self) -> str:
        """`schema.name`, as written in SQL."""
        return f"{self.schema}.{self.name}"

    @cached_property
    def polars_schema(self) -> pl.Schema:
        """Column names and Polars types, in order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @cached_property
    def sql_types(self) -> dict[str, str]:
        """Column names and DuckDB types, in order."""
        return {column.name: _SQL_TYPES[column.dtype] for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """Return the table without rows."""
        return pl.DataFrame(schema=self.polars_schema)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with this table's columns in order, and check it.

        Raises SchemaError when a column is missing or of another type, when a required column holds a null,
        or when the key repeats. Columns that the table does not have are dropped.
        """
        missing = [c.name for c in self.columns if c.name not in frame.columns]
        if missing:
            raise SchemaError(f"columns missing: {', '.join(missing)}", where=self.full_name)
        result = frame.select(c.name for c in self.columns)
        wrong = [
            f"{name} is {result.schema[name]}, not {dtype}"
            for name, dtype in self.polars_schema.items()
            if result.schema[name] != dtype and result.schema[name] != pl.Null
        ]
        if wrong:
            raise SchemaError(f"types differ: {'; '.join(wrong)}", where=self.full_name)
        result = result.cast(self.polars_schema)
        required = [c.name for c in self.columns if c.required]
        nulls = result.select(pl.col(required).null_count()).row(0) if required else ()
        empty = [f"{name} ({count})" for name, count in zip(required, nulls, strict=True) if count]
        if empty:
            raise SchemaError(f"required columns hold nulls: {', '.join(empty)}", where=self.full_name)
        if self.key and (repeated := result.height - result.select(self.key).n_unique()):
            raise SchemaError(f"{repeated} rows repeat the key {', '.join(self.key)}", where=self.full_name)
        return result
