"""The control lists of the package that goods are held against: priority goods, dual-use, nuclear, military, DPRK.

A correlation makes goods a candidate for an entry, never a classification: see docs/goods.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from hs_codes.chemicals import load_chemicals
from hs_codes.code import clean_codes
from hs_codes.editions import Edition
from hs_codes.list_files import CHPL, DUAL_USE, MILITARY, NSG_LISTS, REGIMES, STRENGTHS, UNSCR_DPRK, list_version
from hs_codes.nomenclature import has_numbers, is_known
from hs_codes.reference_data import DATA_FOLDER, read_reference_csv, refuse_rows
from screening.schemas.goods import CHEMICALS, CONTROL_ENTRIES, COUNTRY_ROLES, FLOWS, HS_CORRELATIONS
from screening.schemas.table import STRINGS, Table

_EDITIONS = tuple(edition.value for edition in Edition)
_TITLES = ("title_en", "title_ru", "title_kk")
_THRESHOLDS = ("threshold_en", "threshold_ru", "threshold_kk")
_CHPL_COLUMNS = ("hs_code", "hs_edition", "tier", "predecessor", "predecessor_edition", *_TITLES, "source")
_ENTRY_COLUMNS = ("entry_code", "regimes", *_TITLES, *_THRESHOLDS)
_CORRELATION_COLUMNS = ("hs_code", "hs_edition", "entry_code", "strength", "basis", "source", "narrowing_words", "unit")
_SCOPE_COLUMNS = (
    "hs_code",
    "hs_edition",
    "entry_code",
    "strength",
    "basis",
    "source",
    "flow",
    "country_role",
    "country_codes",
)
_NSG_COLUMNS = ("entry_code", "dual_use_entry", *_TITLES)
_DEFAULTS = {"flow": "any"}

# Category digit, product group, and three digits whose first gives the regime.
_ENTRY_CODE = r"^[0-9][A-E][0-4][0-9]{2}$"


@dataclass(frozen=True)
class ControlLists:
    """The control lists: `entries` as reference.control_entries, `correlations` as reference.hs_correlations.

    `chemicals` as reference.chemicals.
    """

    entries: pl.DataFrame
    correlations: pl.DataFrame
    chemicals: pl.DataFrame = field(default_factory=CHEMICALS.empty)

    def versions(self) -> pl.DataFrame:
        """Return each list with its version, in order: control_list, control_list_version."""
        key = ["control_list", "control_list_version"]
        return pl.concat([self.entries.select(key), self.chemicals.select(key)]).unique().sort(key)


def load_control_lists(folder: Path = DATA_FOLDER) -> ControlLists:
    """Read, check and join the reference files in `folder`.

    The version of a control list is the date of its latest file and the start of a hash over all its files, such as
    2024-02-23-1a2b3c4d, so that a title cannot change without the version. Raises ReferenceDataError naming file,
    row and remedy when a file does not match its sidecar, repeats a key, or refers to an entry that is not there.
    """
    dual_use = _load_dual_use(folder)
    parts = [
        _load_chpl(folder),
        dual_use,
        _load_nsg(folder, *dual_use),
        _load_scoped(folder, "military", MILITARY),
        _load_scoped(folder, "unscr_dprk", UNSCR_DPRK),
    ]
    return ControlLists(
        entries=_together([entries for entries, _ in parts], CONTROL_ENTRIES),
        correlations=_together([correlations for _, correlations in parts], HS_CORRELATIONS),
        chemicals=load_chemicals(folder),
    )


def _together(frames: list[pl.DataFrame], table: Table) -> pl.DataFrame:
    columns = [column.name for column in table.columns]
    return table.conform(pl.concat([complete(frame, table).select(columns) for frame in frames]))


def complete(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return `frame` with the columns of `table` that it lacks: no threshold, no narrowing, every flow and country."""
    missing = [column for column in table.columns if column.name not in frame.columns]
    return frame.with_columns(
        pl.lit([] if column.dtype == STRINGS and column.required else _DEFAULTS.get(column.name), column.dtype).alias(
            column.name
        )
        for column in missing
    )


def _load_chpl(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    path, tiers_path = folder / "chpl.csv", folder / "chpl_tiers.csv"
    goods = read_reference_csv(
        path, columns=_CHPL_COLUMNS, key=("hs_code",), optional=("predecessor", "predecessor_edition")
    )
    tiers = read_reference_csv(tiers_path, columns=("tier", *_TITLES), key=("tier",))
    _check_codes(goods, path)
    _check_references(goods, "tier", tiers, "tier", path)
    older, edition = pl.col("predecessor"), pl.col("predecessor_edition")
    refuse_rows(
        goods,
        ~(older.is_null() & edition.is_null() | (clean_codes(older) == older) & edition.is_in(_EDITIONS)),
        path,
        "the predecessor is not a code with its edition",
        "Give both predecessor and predecessor_edition, or neither",
    )
    with_predecessor = goods.filter(pl.col("predecessor").is_not_null())
    # Two codes of today may share one predecessor (8541.51 and .59 come from 8541.50): one row, all titles.
    # A predecessor may hold more goods than its successor (8541.40 held solar cells too), hence "likely".
    predecessors = with_predecessor.group_by(
        pl.col("predecessor").alias("hs_code"),
        pl.col("predecessor_edition").alias("hs_edition"),
        "tier",
        maintain_order=True,
    ).agg(
        pl.lit("likely").alias("strength"),
        pl.format(
            "Tier {} of the Common High Priority List, as the predecessor of {}: {}",
            pl.col("tier").first(),
            pl.col("hs_code").str.join(", "),
            pl.col("title_en").str.join("; "),
        ).alias("basis"),
        pl.col("source").first(),
    )
    listed = goods.select(
        "hs_code",
        "hs_edition",
        "tier",
        # A code that the list names is on the list: "exact" speaks of the code, not of the goods.
        pl.lit("exact").alias("strength"),
        pl.format("Tier {} of the Common High Priority List: {}", "tier", "title_en").alias("basis"),
        "source",
    )
    correlations = pl.concat([listed, predecessors]).rename({"tier": "entry_code"})
    entries = tiers.select(
        pl.col("tier").alias("entry_code"), pl.lit([CHPL], dtype=pl.List(pl.String)).alias("regimes"), *_TITLES
    )
    paths = (path, tiers_path)
    return _of_list(entries, CHPL, *paths), _of_list(correlations, CHPL, *paths)


def _load_dual_use(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    path, entries_path = folder / "correlations.csv", folder / "control_entries.csv"
    entries = _read_entries(entries_path, REGIMES)
    refuse_rows(
        entries,
        ~pl.col("entry_code").str.contains(_ENTRY_CODE),
        entries_path,
        "not an entry code",
        "Write it like 2B001",
    )
    correlations = _read_correlations(path, _CORRELATION_COLUMNS, ("narrowing_words", "unit"), entries)
    correlations = correlations.with_columns(_split("narrowing_words"))
    paths = (path, entries_path)
    return _of_list(entries, DUAL_USE, *paths), _of_list(correlations, DUAL_USE, *paths)


def _load_nsg(
    folder: Path, dual_use_entries: pl.DataFrame, dual_use_correlations: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read the two lists of the Nuclear Suppliers Group: their entries by the dual-use entry that takes each in."""
    path = folder / "nsg_entries.csv"
    frame = read_reference_csv(path, columns=_NSG_COLUMNS, key=("entry_code", "dual_use_entry"), optional=("title_kk",))
    _check_references(frame, "dual_use_entry", dual_use_entries, "entry_code", path)
    initial = pl.col("entry_code").str.head(1)
    refuse_rows(frame, ~initial.is_in(list(NSG_LISTS)), path, "not a code of the NSG", "Begin it with T or N")
    version = list_version(path, folder / "correlations.csv", folder / "control_entries.csv")
    frame = frame.with_columns(
        initial.replace_strict(NSG_LISTS, return_dtype=pl.String).alias("control_list"),
        pl.lit(version).alias("control_list_version"),
        pl.lit(["NSG"]).alias("regimes"),
    )
    thresholds = dual_use_entries.select(pl.col("entry_code").alias("dual_use_entry"), *_THRESHOLDS)
    key = ["control_list", "control_list_version", "entry_code"]
    entries = frame.join(thresholds, on="dual_use_entry", how="left", maintain_order="left").unique(
        key, keep="first", maintain_order=True
    )
    rows = dual_use_correlations.drop("control_list", "control_list_version").rename({"entry_code": "dual_use_entry"})
    # Two dual-use entries may take in one entry of the NSG: the stronger row of a code stays.
    rank = pl.col("strength").replace_strict({word: n for n, word in enumerate(STRENGTHS)}, return_dtype=pl.Int64)
    correlations = (
        frame.select(*key, "dual_use_entry")
        .join(rows, on="dual_use_entry", maintain_order="left_right")
        .sort(rank, maintain_order=True)
        .unique([*key, "hs_code", "hs_edition"], keep="first", maintain_order=True)
    )
    return entries.drop("dual_use_entry"), correlations.drop("dual_use_entry")


def _load_scoped(folder: Path, name: str, control_list: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read a list whose rows may apply to one flow and to some countries alone."""
    path, entries_path = folder / f"{name}.csv", folder / f"{name}_entries.csv"
    entries = _read_entries(entries_path, ("Wassenaar", "UNSCR"))
    correlations = _read_correlations(path, _SCOPE_COLUMNS, ("country_role", "country_codes"), entries)
    refuse_rows(correlations, ~pl.col("flow").is_in(FLOWS), path, "flow is unknown", f"Write one of {', '.join(FLOWS)}")
    role, codes = pl.col("country_role"), pl.col("country_codes")
    refuse_rows(
        correlations,
        (role.is_null() != codes.is_null()) | ~(role.is_null() | role.is_in(COUNTRY_ROLES)),
        path,
        "the scope by country is not whole",
        f"Give country_codes and a role ({', '.join(COUNTRY_ROLES)}), or neither",
    )
    correlations = correlations.with_columns(_split("country_codes"))
    paths = (path, entries_path)
    return _of_list(entries, control_list, *paths), _of_list(correlations, control_list, *paths)


def _read_entries(path: Path, regimes: Sequence[str]) -> pl.DataFrame:
    entries = read_reference_csv(path, columns=_ENTRY_COLUMNS, key=("entry_code",), optional=("title_kk", *_THRESHOLDS))
    refuse_rows(
        entries,
        ~pl.col("regimes").str.split(";").list.eval(pl.element().is_in(list(regimes))).list.all(),
        path,
        "a regime is unknown",
        f"Join names from {', '.join(regimes)} with a semicolon",
    )
    given = [pl.col(name).is_null() for name in _THRESHOLDS]
    refuse_rows(
        entries,
        pl.any_horizontal(given) != pl.all_horizontal(given),
        path,
        "the threshold lacks a language",
        "Give it in English, Russian and Kazakh, or not at all",
    )
    return entries.with_columns(pl.col("regimes").str.split(";"))


def _read_correlations(
    path: Path, columns: Sequence[str], optional: Sequence[str], entries: pl.DataFrame
) -> pl.DataFrame:
    rows = read_reference_csv(path, columns=columns, key=("hs_code", "hs_edition", "entry_code"), optional=optional)
    _check_codes(rows, path)
    _check_references(rows, "entry_code", entries, "entry_code", path)
    refuse_rows(
        rows, ~pl.col("strength").is_in(STRENGTHS), path, "strength is unknown", f"Write one of {', '.join(STRENGTHS)}"
    )
    return rows


def _split(name: str) -> pl.Expr:
    return pl.col(name).str.split(";").fill_null(pl.lit([], dtype=pl.List(pl.String)))


def _check_codes(frame: pl.DataFrame, path: Path) -> None:
    code = pl.col("hs_code")
    refuse_rows(frame, clean_codes(code) != code, path, "not an HS code", "Write its digits alone, e.g. 854231")
    refuse_rows(
        frame,
        ~pl.col("hs_edition").is_in(_EDITIONS),
        path,
        "the HS edition is unknown",
        f"Write one of {', '.join(Edition)}",
    )
    for edition in filter(has_numbers, Edition):
        refuse_rows(
            frame,
            (pl.col("hs_edition") == edition.value) & ~is_known(code, edition),
            path,
            f"{edition} has no such code",
            "Correct the code or its edition",
        )


def _check_references(frame: pl.DataFrame, column: str, target: pl.DataFrame, key: str, path: Path) -> None:
    refuse_rows(
        frame,
        ~pl.col(column).is_in(target[key].implode()),
        path,
        f"{column} refers to an entry that does not exist",
        "Correct it, or add the entry with its titles",
    )


def _of_list(frame: pl.DataFrame, control_list: str, *paths: Path) -> pl.DataFrame:
    return frame.select(
        pl.lit(control_list).alias("control_list"),
        pl.lit(list_version(*paths)).alias("control_list_version"),
        pl.all(),
    )
