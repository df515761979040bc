"""The checks that every row passes or is rejected by, and the typed values of those that pass.

Each check is one line of a catalogue: a code, the column it looks at, what is expected. docs/intake.md lists the codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from hs_codes.code import clean_codes
from screening.intake.batch import NAMES
from screening.schemas.intake import CANONICAL_COLUMNS, FLOWS, ISO2

_INTEGER = r"^[0-9]{1,9}$"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$"
_ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MAX_TEXT = 20_000
_EARLIEST = date(1990, 1, 1)
_DECLARABLE_CODE_LENGTHS = (6, 8, 10)

REASONS = {
    "FIELD_COUNT": "the row has more or fewer fields than the header",
    "ENCODING": "the row is not UTF-8",
    "MISSING_VALUE": "a value that every item needs is missing",
    "TEXT_TOO_LONG": f"a text is longer than {_MAX_TEXT:,} characters",
    "NOT_A_NUMBER": "digits with a decimal point are expected, e.g. 1234.50",
    "NEGATIVE_NUMBER": "the number must not be negative",
    "BAD_ITEM_NUMBER": "the item number starts at 1",
    "IMPOSSIBLE_DATE": "a date of the calendar is expected, as YYYY-MM-DD, from 1990 on",
    "FUTURE_DATE": "the registration date lies after the day on which the file arrived",
    "HS_CODE_FORM": "6, 8 or 10 digits are expected",
    "UNKNOWN_FLOW": f"{', '.join(FLOWS)} is expected",
    "COUNTRY_CODE_FORM": "a country code of two letters is expected",
    "CURRENCY_CODE_FORM": "a currency code of three letters is expected",
    "NO_ITEMS": "the declaration holds no goods item",
    "DUPLICATE_ITEM": "the file holds this item of this declaration already",
}
"""Reason codes of rejected rows, and what is expected."""


@dataclass(frozen=True)
class Check:
    """A row fails where `fails` is true; null counts as passed."""

    reason_code: str
    column: str
    fails: pl.Expr


@dataclass(frozen=True)
class Checked:
    """`accepted`: row_number and typed canonical columns. `rejected`: REJECTED_ROWS without file_id."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame


def typed(column_name: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """Return the typed value of a canonical column that arrived as text; null where it cannot be read."""
    text = pl.col(column_name)
    if column_name == "correction_number":
        return pl.when(text.is_null()).then(0).when(text.str.contains(_INTEGER)).then(text.cast(pl.Int64, strict=False))
    if column_name == "hs_code":
        digits = clean_codes(text)
        return pl.when(digits.str.len_chars().is_in(_DECLARABLE_CODE_LENGTHS)).then(digits)
    if column_name == "flow":
        return text.str.to_lowercase()
    if column_name.endswith(("_country_code", "_currency_code")):
        return text.str.to_uppercase()
    if dtype == pl.Int64:
        return pl.when(text.str.contains(_INTEGER)).then(text.cast(pl.Int64, strict=False))
    if dtype == pl.Float64:
        number = text.cast(pl.Float64, strict=False)
        return pl.when(text.str.contains(_NUMBER) & number.is_finite()).then(number)
    if dtype == pl.Date:
        day = text.str.to_date("%Y-%m-%d", strict=False)
        return pl.when(text.str.contains(_ISO_DATE) & (day >= _EARLIEST)).then(day)
    return text


def catalogue(received: date) -> list[Check]:
    """Return the checks in the order in which their reasons are given; `received` is the day the file arrived."""
    checks: list[Check] = []
    for column in CANONICAL_COLUMNS:
        name, value = column.name, typed(column.name, column.dtype)
        unreadable = pl.col(name).is_not_null() & value.is_null()
        if column.required and name != "correction_number":
            checks.append(Check("MISSING_VALUE", name, pl.col(name).is_null()))
        if name == "hs_code":
            checks.append(Check("HS_CODE_FORM", name, unreadable))
        elif name == "flow":
            checks.append(Check("UNKNOWN_FLOW", name, ~value.is_in(FLOWS)))
        elif column.unit == ISO2:
            checks.append(Check("COUNTRY_CODE_FORM", name, ~value.str.contains("^[A-Z]{2}$")))
        elif name.endswith("_currency_code"):
            checks.append(Check("CURRENCY_CODE_FORM", name, ~value.str.contains("^[A-Z]{3}$")))
        elif column.dtype == pl.Date:
            checks.append(Check("IMPOSSIBLE_DATE", name, unreadable))
        elif column.dtype in (pl.Int64, pl.Float64):
            checks.append(Check("NOT_A_NUMBER", name, unreadable))
            checks.append(Check("NEGATIVE_NUMBER", name, value < 0))
        else:
            checks.append(Check("TEXT_TOO_LONG", name, pl.col(name).str.len_bytes() > _MAX_TEXT))
    item = typed("item_number", pl.Int64)
    registered = typed("registration_date", pl.Date)
    # A day's grace: an office east of the server may register a declaration tomorrow.
    checks.append(Check("FUTURE_DATE", "registration_date", registered > received + timedelta(days=1)))
    checks.append(Check("BAD_ITEM_NUMBER", "item_number", item < 1))
    return checks


def check_rows(rows: pl.DataFrame, received: date) -> Checked:
    """Check rows as they arrived (RawBatch.rows); every row comes back, accepted or rejected."""
    checks = catalogue(received)
    verdicts = rows.select(check.fails.fill_null(False).alias(str(n)) for n, check in enumerate(checks))
    failed = verdicts.select(pl.any_horizontal(pl.all())).to_series()
    accepted = rows.filter(~failed).select(
        "row_number", *(typed(column.name, column.dtype).alias(column.name) for column in CANONICAL_COLUMNS)
    )
    return Checked(accepted, _reject(rows.filter(failed), verdicts.filter(failed), checks))


def _reject(rows: pl.DataFrame, verdicts: pl.DataFrame, checks: list[Check]) -> pl.DataFrame:
    catalogue_frame = pl.DataFrame(
        {
            "check": pl.Series(range(len(checks)), dtype=pl.Int64),
            "reason_code": [check.reason_code for check in checks],
            "column_name": [check.column for check in checks],
            "message": [f"{check.column}: {REASONS[check.reason_code]}" for check in checks],
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
    values = rows.select("row_number", *NAMES).unpivot(
        index="row_number", variable_name="column_name", value_name="value"
    )
    raw = rows.select("row_number", "declaration_id", pl.struct(NAMES).struct.json_encode().alias("raw_row"))
    return (
        failures.join(values, on=["row_number", "column_name"], how="left")
        .join(raw, on="row_number", how="left")
        .select("row_number", *REJECTED_COLUMNS)
    )


REJECTED_COLUMNS = ("declaration_id", "reason_code", "column_name", "value", "message", "all_reasons", "raw_row")


def reject_broken(broken: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that had no readable columns (RawBatch.broken) as rejected rows."""
    return broken.select(
        "row_number",
        pl.lit(None, dtype=pl.String).alias("declaration_id"),
        "reason_code",
        pl.lit(None, dtype=pl.String).alias("column_name"),
        pl.lit(None, dtype=pl.String).alias("value"),
        "message",
        pl.concat_list("reason_code").alias("all_reasons"),
        "raw_row",
    )
