"""Rows under somebody else's titles become rows of canonical columns, still text: what cannot be read stays as it is.

The checks that follow reject a value that is left as it arrived, and so its sender sees what was sent.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from screening.intake.batch import RawBatch, canonical
from screening.intake.mapping.mapping_file import UNITS, FieldMapping, Mapping
from screening.intake.table import RawTable, title

_PLAIN_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"
_SPACES = "[ \u00a0\u202f\u2009]"


def apply(mapping: Mapping, table: RawTable) -> Iterator[RawBatch]:
    """Yield the table's batches in the canonical columns of the mapping's kind of record."""
    expressions = [
        _field(name, field, mapping, table.columns).alias(name)
        for name, field in mapping.fields.items()
        if field.value is not None or set(field.titles) & set(table.columns)
    ]
    empty = [title(text) for text in mapping.empty]
    for batch in table.batches:
        rows = batch.rows
        if empty:
            rows = rows.with_columns(
                pl.when(~_folded(pl.col(name)).is_in(empty)).then(name).alias(name) for name in table.columns
            )
        yield RawBatch(canonical(rows.select("row_number", *expressions), mapping.kind), batch.broken)


def _folded(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()


def _field(name: str, field: FieldMapping, mapping: Mapping, columns: list[str]) -> pl.Expr:
    dtype = mapping.kind.table.polars_schema[name]
    text = _text(field, columns)
    if field.pattern is not None:
        text = pl.coalesce(text.str.extract(field.pattern, 1), text)
    if field.values:
        meanings = {title(written): meaning for written, meaning in field.values.items()}
        text = pl.coalesce(_folded(text).replace_strict(meanings, default=None, return_dtype=pl.String), text)
    if dtype == pl.Date:
        text = _date(text, field.dates or mapping.dates)
    elif dtype.is_numeric():
        decimal, thousands = field.decimal or mapping.decimal, field.thousands
        text = _number(text, decimal, mapping.thousands if thousands is None else thousands, field.unit)
    if field.pad is not None:
        text = text.str.zfill(field.pad)
    return pl.lit(field.prefix) + text if field.prefix else text


def _text(field: FieldMapping, columns: list[str]) -> pl.Expr:
    if field.value is not None:
        return pl.lit(field.value)
    there = [pl.col(name).str.strip_chars().replace("", None) for name in field.titles if name in columns]
    if field.columns:
        joined = pl.concat_str(there, separator=field.separator, ignore_nulls=True)
        return joined.replace("", None)
    return there[0]


def _date(text: pl.Expr, formats: tuple[str, ...]) -> pl.Expr:
    read = [
        (
            text.str.to_datetime(form, strict=False, time_unit="us").dt.date()
            if any(mark in form for mark in ("%H", "%I", "%T", "%R"))
            else text.str.to_date(form, strict=False)
        ).dt.strftime("%Y-%m-%d")
        for form in formats
    ]
    return pl.coalesce(*read, text)


def _number(text: pl.Expr, decimal: str, thousands: str, unit: str | None) -> pl.Expr:
    plain = text.str.replace_all(_SPACES, "")
    if thousands and thousands != " ":
        plain = plain.str.replace_all(thousands, "", literal=True)
    if decimal != ".":
        # A point beside a decimal comma is neither: the value is left for the checks to reject.
        plain = pl.when(~plain.str.contains(".", literal=True)).then(plain.str.replace(decimal, ".", literal=True))
    readable = plain.str.contains(_PLAIN_NUMBER)
    if unit is not None:
        # Rounded, because 1.1 t is 1100 kg and not 1100.0000000000002.
        plain = (plain.cast(pl.Float64, strict=False) * UNITS[unit]).round(9).cast(pl.String)
    return pl.when(readable).then(plain).otherwise(text)
