"""What is doubtful in rows that are accepted: each finding becomes a row of intake.row_warnings, and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from hs_codes.editions import Edition
from hs_codes.nomenclature import has_numbers, is_known
from screening.intake.checks import tax_ids
from screening.intake.checks.catalogue import message
from screening.intake.checks.code_lists import country_codes, currency_codes, no_country, parties_demanded
from screening.intake.checks.mojibake import FOUND
from screening.intake.records import DECLARATION_ITEMS, RecordKind
from screening.schemas.intake import ISO2, ROW_WARNINGS

WARNED = pl.Schema({name: dtype for name, dtype in ROW_WARNINGS.polars_schema.items() if name != "file_id"})


@dataclass(frozen=True)
class Doubt:
    """A row is doubtful where `holds` is true; null counts as no doubt. `column` is what is shown."""

    check_id: str
    column: str
    holds: pl.Expr


def doubts(accepted: pl.DataFrame, kind: RecordKind) -> list[pl.DataFrame]:
    """Hold accepted rows (Checked.accepted) against every check that warns; shape of each: mojibake.FOUND."""
    found = []
    for doubt in _doubts(accepted, kind):
        rows = accepted.filter(doubt.holds.fill_null(False))
        if not rows.is_empty():
            found.append(
                rows.select(
                    "row_number",
                    pl.lit(doubt.check_id).alias("check_id"),
                    pl.lit(doubt.column).alias("column_name"),
                    pl.col(doubt.column).cast(pl.String).alias("value"),
                    pl.lit(None, dtype=pl.String).alias("mended_value"),
                )
            )
    return found


def warnings(accepted: pl.DataFrame, kind: RecordKind, *found: pl.DataFrame) -> pl.DataFrame:
    """Return everything found in the rows that were accepted, with its message and where the row belongs (WARNED)."""
    together = pl.concat([pl.DataFrame(schema=FOUND), *found])
    place = ["declaration_id", "registration_date", "office_code"]
    if kind is DECLARATION_ITEMS:
        rows = accepted.select("row_number", *place)
    else:
        rows = accepted.select("row_number", *(pl.lit(None, dtype=WARNED[name]).alias(name) for name in place))
    said = {check_id: message(check_id) for check_id in together["check_id"].unique()}
    return (
        together.join(rows, on="row_number", how="inner")
        .with_columns(
            pl.format("{}: {}", "column_name", pl.col("check_id").replace_strict(said, return_dtype=pl.String)).alias(
                "message"
            )
        )
        .select(WARNED.names())
        .cast(WARNED)
    )


def _doubts(accepted: pl.DataFrame, kind: RecordKind) -> Iterator[Doubt]:
    for column in kind.columns:
        name = column.name
        if accepted[name].null_count() == accepted.height:
            continue
        if column.unit == ISO2:
            yield Doubt("COUNTRY_CODE_UNKNOWN", name, ~pl.col(name).is_in(country_codes()))
        elif name.endswith("_currency_code"):
            yield Doubt("CURRENCY_UNKNOWN", name, ~pl.col(name).is_in(currency_codes()))
        elif name.endswith("tax_id"):
            yield from _tax_ids(accepted, name)
    if kind.day and "hs_code" in kind.names:
        yield Doubt("HS_CODE_UNKNOWN", "hs_code", _unknown_code(accepted, kind.day))
    for value, currency in (("invoice_value", "invoice_currency_code"), ("value", "value_currency_code"),
                            ("statistical_value", "statistical_currency_code")):  # fmt: skip
        if value in kind.names:
            yield Doubt("VALUE_WITHOUT_CURRENCY", value, (pl.col(value) != 0) & pl.col(currency).is_null())
    for start, end, check_id in (
        ("registration_date", "release_date", "RELEASE_BEFORE_REGISTRATION"),
        ("registered_date", "closed_date", "END_BEFORE_START"),
        ("from_date", "to_date", "END_BEFORE_START"),
    ):
        if end in kind.names and start in kind.names:
            yield Doubt(check_id, end, pl.col(end) < pl.col(start))
    if kind is DECLARATION_ITEMS:
        yield Doubt("NET_ABOVE_GROSS", "net_mass_kg", pl.col("net_mass_kg") > pl.col("gross_mass_kg"))
        yield from _parties()


def _tax_ids(accepted: pl.DataFrame, name: str) -> Iterator[Doubt]:
    country = name.removesuffix("tax_id") + "country_code"
    if country not in accepted.columns:
        return
    for code in ("KZ", "RU"):
        wrong = tax_ids.wrong(accepted.filter(pl.col(country) == code)[name], code)
        if not wrong.is_empty():
            is_wrong = (pl.col(country) == code) & pl.col(name).is_in(wrong.implode())
            yield Doubt("TAX_ID_CHECK_DIGIT", name, is_wrong)


def _unknown_code(accepted: pl.DataFrame, day: str) -> pl.Expr:
    """Digits beyond the sixth are a tariff's own: only an administration's tariff could judge them."""
    days = accepted[day].unique()
    unknown = pl.lit(False)
    for edition in Edition:
        in_force = pl.col(day).is_between(edition.valid_from, edition.valid_to)
        if has_numbers(edition) and days.is_between(edition.valid_from, edition.valid_to).any():
            # Chapters 98 and 99 are left to national use.
            judged = in_force & ~pl.col("hs_code").str.starts_with("98") & ~pl.col("hs_code").str.starts_with("99")
            unknown = unknown | (judged & ~is_known(pl.col("hs_code"), edition))
    return unknown


def _parties() -> Iterator[Doubt]:
    for flow, groups in parties_demanded().items():
        for roles in groups:
            missing = [pl.col(f"{role}_name").is_null() & pl.col(f"{role}_tax_id").is_null() for role in roles]
            yield Doubt("PARTY_MISSING", f"{roles[0]}_name", (pl.col("flow") == flow) & pl.all_horizontal(missing))


def not_stated(rows: pl.DataFrame, kind: RecordKind) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Empty the country codes that say that the country is not known; return the rows and what was emptied (FOUND)."""
    found: list[pl.DataFrame] = []
    for name in (column.name for column in kind.columns if column.unit == ISO2):
        is_none = pl.col(name).is_in(no_country())
        emptied = rows.filter(is_none).select(
            "row_number",
            pl.lit("COUNTRY_NOT_STATED").alias("check_id"),
            pl.lit(name).alias("column_name"),
            pl.col(name).alias("value"),
            pl.lit("").alias("mended_value"),
        )
        if not emptied.is_empty():
            found.append(emptied)
            rows = rows.with_columns(pl.when(~is_none).then(name).alias(name))
    return rows, pl.concat([pl.DataFrame(schema=FOUND), *found])
