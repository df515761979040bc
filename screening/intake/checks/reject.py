"""The checks that every row passes or is rejected by, and the typed values of those that pass.

Their ids and messages are those of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from hs_codes.code import clean_codes
from screening.intake.checks.catalogue import checks
from screening.intake.records import DECLARATION_ITEMS, RecordKind
from screening.schemas import Column
from screening.schemas.intake import ISO2

_INTEGER = r"^[0-9]{1,9}$"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$"
_ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MAX_TEXT = 20_000
_EARLIEST = {
    "declarations": date(1990, 1, 1),
    "invoices": date(1990, 1, 1),
    "companies": date(1800, 1, 1),
    "company_links": date(1800, 1, 1),
}
_CODE_LENGTHS = {"declarations": (6, 8, 10), "invoices": (4, 6, 8, 10)}
_COUNTERS = ("item_number", "line_number", "link_number")
_MAY_BE_NEGATIVE = {"invoices": ("quantity", "value")}
"""An invoice that takes an earlier one back has amounts below zero."""

REASONS = {check.check_id: check.message["en"] for check in checks().values() if check.severity == "reject_row"}
"""Reason codes of rejected rows, and what is expected."""


@dataclass(frozen=True)
class Check:
    """A row fails where `fails` is true; null counts as passed."""

    reason_code: str
    column: str
    fails: pl.Expr


@dataclass(frozen=True)
class Checked:
    """`accepted`: row_number and the typed columns of the kind. `rejected`: REJECTED_ROWS without file_id."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame


def typed(name: str, dtype: pl.DataType | type[pl.DataType], kind: RecordKind = DECLARATION_ITEMS) -> pl.Expr:
    """Return the typed value of a column that arrived as text; null where it cannot be read."""
    text = pl.col(name)
    if name == "correction_number":
        return pl.when(text.is_null()).then(0).when(text.str.contains(_INTEGER)).then(text.cast(pl.Int64, strict=False))
    if name == "hs_code":
        digits = clean_codes(text)
        return pl.when(digits.str.len_chars().is_in(_CODE_LENGTHS[kind.name])).then(digits)
    if name in dict(kind.choices):
        return text.str.to_lowercase()
    if name.endswith(("country_code", "_currency_code")):
        return text.str.to_uppercase()
    if dtype == pl.Int64:
        return pl.when(text.str.contains(_INTEGER)).then(text.cast(pl.Int64, strict=False))
    if dtype == pl.Float64:
        number = text.cast(pl.Float64, strict=False)
        return pl.when(text.str.contains(_NUMBER) & number.is_finite()).then(number)
    if dtype == pl.Date:
        day = text.str.to_date("%Y-%m-%d", strict=False)
        return pl.when(text.str.contains(_ISO_DATE) & (day >= _EARLIEST[kind.name])).then(day)
    return text


def row_checks(received: date, kind: RecordKind = DECLARATION_ITEMS) -> list[Check]:
    """Return the checks in the order in which their reasons are given; `received` is the day the file arrived."""
    tests: list[Check] = []
    for column in kind.columns:
        tests.extend(_checks_of(column, kind))
    if kind.day:
        # A day's grace: an office east of the server may register a declaration tomorrow.
        day = typed(kind.day, pl.Date, kind)
        tests.append(Check("FUTURE_DATE", kind.day, day > received + timedelta(days=1)))
    tests.extend(
        Check("BAD_ITEM_NUMBER", name, typed(name, pl.Int64, kind) < 1) for name in kind.names if name in _COUNTERS
    )
    return tests


def _checks_of(column: Column, kind: RecordKind) -> Iterator[Check]:
    name, value = column.name, typed(column.name, column.dtype, kind)
    unreadable = pl.col(name).is_not_null() & value.is_null()
    if column.required and name != "correction_number":
        yield Check("MISSING_VALUE", name, pl.col(name).is_null())
    if name == "hs_code":
        yield Check("HS_CODE_FORM", name, unreadable)
    elif choices := dict(kind.choices).get(name):
        yield Check("UNKNOWN_FLOW" if name == "flow" else "UNKNOWN_KIND", name, ~value.is_in(choices))
    elif column.unit == ISO2:
        yield Check("COUNTRY_CODE_FORM", name, ~value.str.contains("^[A-Z]{2}$"))
    elif name.endswith("_currency_code"):
        yield Check("CURRENCY_CODE_FORM", name, ~value.str.contains("^[A-Z]{3}$"))
    elif column.dtype == pl.Date:
        yield Check("IMPOSSIBLE_DATE", name, unreadable)
    elif column.dtype in (pl.Int64, pl.Float64):
        yield Check("NOT_A_NUMBER", name, unreadable)
        if name not in _MAY_BE_NEGATIVE.get(kind.name, ()):
            yield Check("NEGATIVE_NUMBER", name, value < 0)
        if name == "share_percent":
            yield Check("SHARE_OUT_OF_RANGE", name, value > 100)
    else:
        yield Check("TEXT_TOO_LONG", name, pl.col(name).str.len_bytes() > _MAX_TEXT)


def check_rows(rows: pl.DataFrame, received: date, kind: RecordKind = DECLARATION_ITEMS) -> Checked:
    """Check rows as they arrived (RawBatch.rows); every row comes back, accepted or rejected."""
    tests = row_checks(received, kind)
    verdicts = rows.select(check.fails.fill_null(False).alias(str(n)) for n, check in enumerate(tests))
    failed = verdicts.select(pl.any_horizontal(pl.all())).to_series()
    accepted = rows.filter(~failed).select(
        "row_number", *(typed(column.name, column.dtype, kind).alias(column.name) for column in kind.columns)
    )
    return Checked(accepted, _reject(rows.filter(failed), verdicts.filter(failed), tests, kind))


def _reject(rows: pl.DataFrame, verdicts: pl.DataFrame, tests: list[Check], kind: RecordKind) -> pl.DataFrame:
    catalogue_frame = pl.DataFrame(
        {
            "check": pl.Series(range(len(tests)), dtype=pl.Int64),
            "reason_code": [check.reason_code for check in tests],
            "column_name": [check.column for check in tests],
            "message": [f"{check.column}: {REASONS[check.reason_code]}" for check in tests],
        }
    )
    numbered = verdicts.with_columns(rows["row_number"])
    failures = (
        numbered.unpivot(index="row_number", variable_name="check", value_name="fails")
        .filter("fails")
        .with_columns(pl.col("check").cast(pl.Int64))
        .join(catalogue_frame, on="check", how="left")
        .sort("row_number", "check")
        .group_by("row_number", maintain_order=True)
        .agg(
            pl.first("reason_code", "column_name", "message"),
            pl.format("{}:{}", "reason_code", "column_name").alias("all_reasons"),
        )
    )
    # An invoice has a column `value` of its own.
    values = (
        rows.select("row_number", *kind.names)
        .unpivot(index="row_number", variable_name="column_name", value_name="failed value")
        .rename({"failed value": "value"})
    )
    raw = rows.select("row_number", *_place(kind), pl.struct(kind.names).struct.json_encode().alias("raw_row"))
    return (
        failures.join(values, on=["row_number", "column_name"], how="left")
        .join(raw, on="row_number", how="left")
        .select("row_number", *REJECTED_COLUMNS)
    )


def _place(kind: RecordKind) -> list[pl.Expr]:
    """What a report needs to say where a row belongs, as far as it can be read; null for other than declarations."""
    if kind is not DECLARATION_ITEMS:
        return [pl.lit(None, dtype=dtype).alias(name) for name, dtype in _PLACE.items()]
    return [typed(name, dtype).alias(name) for name, dtype in _PLACE.items()]


_PLACE: dict[str, type[pl.DataType]] = {
    "declaration_id": pl.String,
    "registration_date": pl.Date,
    "office_code": pl.String,
}
REJECTED_COLUMNS = (
    "declaration_id", "reason_code", "column_name", "value", "message", "all_reasons", "raw_row", "registration_date",
    "office_code",
)  # fmt: skip


def reject_broken(broken: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that had no readable columns (RawBatch.broken) as rejected rows."""
    return broken.select(
        "row_number",
        *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in _PLACE.items()),
        "reason_code",
        pl.lit(None, dtype=pl.String).alias("column_name"),
        pl.lit(None, dtype=pl.String).alias("value"),
        "message",
        pl.concat_list("reason_code").alias("all_reasons"),
        "raw_row",
    ).select("row_number", *REJECTED_COLUMNS)
