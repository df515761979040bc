"""Files of control lists that an administration loads: read, checked and made into the tables that rules read.

A file is refused as a whole, with the row and the remedy; what is merely odd becomes a warning of the version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from hs_codes.code import clean_codes
from hs_codes.contracts import CONTRACTS, Contract, Kind
from hs_codes.control_lists import ControlLists, complete
from hs_codes.editions import Edition
from hs_codes.list_files import BAN, NATIONAL, PACKAGE_LISTS
from hs_codes.nomenclature import has_numbers, is_known
from hs_codes.table_file import TableFile, WorkbookReader, header_of, read_table
from screening.errors import ReferenceDataError
from screening.schemas.goods import CONTROL_ENTRIES, CONTROL_LIST_VERSIONS, FLOWS, HS_CORRELATIONS

_LIST_NAME = r"[A-Z0-9][A-Z0-9-]{1,39}"
_JOINT = r"\s*[;\n]\s*"


@dataclass(frozen=True)
class Validity:
    """Days on which a list is valid, both inclusive; no last day while nothing ends it."""

    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class LoadedList:
    """A list as read: `about` is its row of control_list_versions, `lists` its entries and correlations."""

    about: pl.DataFrame
    lists: ControlLists


def recognise(path: Path, workbook_rows: WorkbookReader) -> Kind:
    """Tell by its header what kind of list a file is. Raises ReferenceDataError when none or several fit."""
    header = set(header_of(path, workbook_rows))
    fitting = []
    for contract in CONTRACTS.values():
        named = [
            {re.sub(r"[^\w]+", "_", name.casefold()).strip("_") for name in (field.name, *field.aliases)}
            for field in contract.fields
            if field.is_required
        ]
        if all(names & header for names in named):
            fitting.append(contract.kind)
    # A ban has countries and a national order has entries, so that only a correlation table may fit beside another.
    fitting = [kind for kind in fitting if kind != Kind.CORRELATION_TABLE] or fitting
    if len(fitting) != 1:
        raise ReferenceDataError(
            "the header is not that of a known list" if not fitting else f"the header fits {' and '.join(fitting)}",
            where=path.name,
            remedy=f"Say which with --kind ({', '.join(Kind)}); `screening goods template KIND` shows the columns",
        )
    return fitting[0]


def read_list(
    path: Path,
    kind: Kind,
    workbook_rows: WorkbookReader,
    *,
    validity: Validity,
    edition: Edition,
    control_list: str | None = None,
    title: str | None = None,
) -> LoadedList:
    """Read a list of `kind` from CSV or XLSX. `edition` is the edition that its codes are written in.

    Raises ReferenceDataError naming file, row and remedy.
    """
    contract = CONTRACTS[kind]
    name = control_list or contract.control_list
    if not re.fullmatch(_LIST_NAME, name) or name in PACKAGE_LISTS:
        raise ReferenceDataError(
            f"{name!r} cannot be the name of a loaded list",
            where="--list",
            remedy=f"Use capital letters, digits and hyphens, and none of {', '.join(PACKAGE_LISTS)}",
        )
    if validity.valid_to and validity.valid_to < validity.valid_from:
        raise ReferenceDataError("the list ends before it begins", where="--valid-to", remedy="Correct the dates")
    table = read_table(path, contract.columns(), contract.required(), workbook_rows)
    table = _with_dates(table)
    read = {
        Kind.CORRELATION_TABLE: _correlation_table,
        Kind.NATIONAL_ORDER: _national_order,
        Kind.COUNTRY_BAN: _country_ban,
    }[kind]
    entries, rows = read(table)
    rows, warnings = _without_repeats(rows)
    warnings += _not_in_edition(rows, edition)
    version = f"{validity.valid_from.isoformat()}-{table.content_hash[:8]}"
    key = (pl.lit(name).alias("control_list"), pl.lit(version).alias("control_list_version"))
    source = pl.format("{}, row {}", pl.lit(path.name), "row")
    correlations = rows.with_columns(*key, source.alias("source"), pl.lit(edition.value).alias("hs_edition"))
    lists = ControlLists(
        entries=CONTROL_ENTRIES.conform(complete(entries.with_columns(key), CONTROL_ENTRIES)),
        correlations=HS_CORRELATIONS.conform(complete(correlations, HS_CORRELATIONS)),
    )
    return LoadedList(_about(contract, table, lists, version, name, title, validity, warnings), lists)


def _about(
    contract: Contract,
    table: TableFile,
    lists: ControlLists,
    version: str,
    name: str,
    title: str | None,
    validity: Validity,
    warnings: list[str],
) -> pl.DataFrame:
    return CONTROL_LIST_VERSIONS.conform(
        pl.DataFrame(
            {
                "control_list": [name],
                "control_list_version": [version],
                "kind": [contract.kind.value],
                "title": [title or contract.title],
                "source_file": [table.path.name],
                "content_hash": [table.content_hash],
                "valid_from": [validity.valid_from],
                "valid_to": [validity.valid_to],
                "loaded_at": [datetime.now(UTC)],
                "entry_count": [lists.entries.height],
                "correlation_count": [lists.correlations.height],
                "warnings": [warnings],
            },
            schema=CONTROL_LIST_VERSIONS.polars_schema,
        )
    )


def _correlation_table(table: TableFile) -> tuple[pl.DataFrame, pl.DataFrame]:
    table = _with_codes(table)
    table.refuse(
        ~pl.col("entry_code").str.to_uppercase().str.contains(r"^[0-9][A-E][0-9]{3}"),
        "entry_code is not an entry of Annex I",
        "Write it like 2B001 or 1C350.1, one to a row",
    )
    rows = table.frame.with_columns(
        (pl.col("entry_code").str.head(5).str.to_uppercase() + pl.col("entry_code").str.slice(5)).alias("entry_code"),
        pl.lit("possible").alias("strength"),
        pl.coalesce("description", pl.lit("The correlation table names this code")).alias("basis"),
    )
    entries = rows.group_by("entry_code", maintain_order=True).agg(
        pl.lit([NATIONAL]).first().alias("regimes"),
        pl.format("Annex I entry {}", pl.col("entry_code").first()).alias("title_en"),
    )
    return entries, rows


def _national_order(table: TableFile) -> tuple[pl.DataFrame, pl.DataFrame]:
    split = table.frame.with_columns(
        pl.col("hs_codes").str.replace_all(_JOINT, ";").str.strip_chars(";, ").str.split(";").alias("hs_code")
    ).explode("hs_code")
    split_table = _with_codes(TableFile(table.path, table.content_hash, split))
    titled = table.frame.group_by("entry_code", maintain_order=True).agg(pl.col("title_ru").n_unique().alias("titles"))
    repeated = titled.filter(pl.col("titles") > 1)["entry_code"]
    table.refuse(
        pl.col("entry_code").is_in(repeated.implode()),
        "the entry has another title in another row",
        "Give an entry one title, or one row with all its codes",
    )
    entries = table.frame.group_by("entry_code", maintain_order=True).agg(
        pl.lit([NATIONAL]).first().alias("regimes"),
        pl.coalesce(pl.col("title_en").drop_nulls().first(), pl.col("title_ru").first()).alias("title_en"),
        pl.col("title_ru").first(),
        pl.col("title_kk").drop_nulls().first(),
        *(pl.col("threshold").drop_nulls().first().alias(f"threshold_{language}") for language in ("en", "ru", "kk")),
    )
    rows = split_table.frame.with_columns(
        pl.lit("likely").alias("strength"), pl.format("National list: {}", "title_ru").alias("basis")
    )
    return entries, rows


def _country_ban(table: TableFile) -> tuple[pl.DataFrame, pl.DataFrame]:
    table = _with_codes(table)
    frame = table.frame.with_columns(
        pl.coalesce(pl.col("flow").str.to_lowercase(), pl.lit("export")).alias("flow"),
        pl.col("country_codes").str.to_uppercase().str.replace_all(r"[\s,;]+", ";").str.split(";").list.sort(),
    )
    table = TableFile(table.path, table.content_hash, frame)
    table.refuse(~pl.col("flow").is_in(FLOWS), "flow is unknown", f"Write one of {', '.join(FLOWS)}")
    table.refuse(
        ~pl.col("country_codes").list.eval(pl.element().str.contains("^[A-Z]{2}$")).list.all(),
        "a country is not a code of two letters",
        "Write ISO 3166-1 alpha-2 codes such as RU, joined by semicolons",
    )
    role = {"export": "destination", "import": "source", "transit": "partner", "any": "partner"}
    rows = frame.with_columns(
        pl.format("{}-{}", pl.col("flow").str.to_uppercase(), pl.col("country_codes").list.join("-")).alias(
            "entry_code"
        ),
        pl.col("flow").replace_strict(role).alias("country_role"),
        pl.lit("exact").alias("strength"),
        pl.coalesce("title", pl.lit("Banned by code")).alias("basis"),
    )
    countries = pl.col("country_codes").first().list.join(", ")
    entries = rows.group_by("entry_code", maintain_order=True).agg(
        pl.lit([BAN]).first().alias("regimes"),
        pl.format("Banned, {}: {}", pl.col("flow").first(), countries).alias("title_en"),
        pl.format("Запрет, {}: {}", pl.col("flow").first().replace_strict(_FLOW_RU), countries).alias("title_ru"),
        pl.format("Тыйым, {}: {}", pl.col("flow").first().replace_strict(_FLOW_KK), countries).alias("title_kk"),
    )
    return entries, rows


_FLOW_RU = {"export": "вывоз", "import": "ввоз", "transit": "транзит", "any": "любое направление"}
_FLOW_KK = {"export": "әкету", "import": "әкелу", "transit": "транзит", "any": "кез келген бағыт"}


def _with_codes(table: TableFile) -> TableFile:
    checked = table.frame.with_columns(clean_codes(pl.col("hs_code")).alias("clean"))
    TableFile(table.path, table.content_hash, checked).refuse(
        pl.col("clean").is_null(),
        "not an HS code",
        "Write 2, 4, 6, 8 or 10 digits as text; a spreadsheet that dropped a leading zero has spoilt the code",
    )
    return TableFile(table.path, table.content_hash, checked.with_columns(hs_code="clean").drop("clean"))


def _with_dates(table: TableFile) -> TableFile:
    frame = table.frame
    for column in ("valid_from", "valid_to"):
        day = pl.coalesce(
            pl.col(column).str.to_date("%Y-%m-%d", strict=False), pl.col(column).str.to_date("%d.%m.%Y", strict=False)
        )
        table.refuse(
            pl.col(column).is_not_null() & day.is_null(), f"{column} is not a date", "Write YYYY-MM-DD or DD.MM.YYYY"
        )
        frame = frame.with_columns(day.alias(column))
    read = TableFile(table.path, table.content_hash, frame)
    read.refuse(
        (pl.col("valid_to") < pl.col("valid_from")).fill_null(False),
        "the row ends before it begins",
        "Correct the dates",
    )
    return read


def _without_repeats(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    key = ["hs_code", "entry_code", "valid_from"]
    kept = rows.unique(key, keep="first", maintain_order=True)
    dropped = rows.height - kept.height
    return kept, [f"{dropped:,} row(s) repeat the code and entry of another and were left out"] if dropped else []


def _not_in_edition(rows: pl.DataFrame, edition: Edition) -> list[str]:
    if not has_numbers(edition):
        return [f"the numbers of {edition} are not known: codes were not held against them"]
    strange = rows.filter(~is_known(pl.col("hs_code"), edition))
    if strange.is_empty():
        return []
    shown = ", ".join(strange["hs_code"].unique(maintain_order=True).head(5))
    return [f"{strange.height:,} code(s) do not exist in {edition}: {shown}, first in row {strange['row'][0]}"]
