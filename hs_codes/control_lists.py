"""The control lists that goods are held against: the Common High Priority List and the dual-use list.

A correlation makes goods a candidate for an entry, never a classification: see docs/goods.md.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hs_codes.code import clean_codes
from hs_codes.editions import Edition
from hs_codes.reference_data import DATA_FOLDER, read_reference_csv, read_sidecar, refuse_rows
from screening.schemas.goods import CONTROL_ENTRIES, HS_CORRELATIONS
from screening.schemas.table import STRINGS, Table

CHPL = "CHPL"
DUAL_USE = "DUAL-USE"
REGIMES = ("Wassenaar", "MTCR", "NSG", "AG", "CWC")
STRENGTHS = ("exact", "likely", "possible")

_EDITIONS = tuple(edition.value for edition in Edition)
_TITLES = ("title_en", "title_ru", "title_kk")
_CHPL_COLUMNS = ("hs_code", "hs_edition", "tier", "predecessor", "predecessor_edition", *_TITLES, "source")
_ENTRY_COLUMNS = ("entry_code", "regimes", *_TITLES)
_CORRELATION_COLUMNS = ("hs_code", "hs_edition", "entry_code", "strength", "basis", "source")

_DEFAULTS = {"flow": "any"}

# Category digit, product group, and three digits whose first gives the regime.
_ENTRY_CODE = r"^[0-9][A-E][0-4][0-9]{2}$"


@dataclass(frozen=True)
class ControlLists:
    """The control lists: `entries` as reference.control_entries, `correlations` as reference.hs_correlations."""

    entries: pl.DataFrame
    correlations: pl.DataFrame


def load_control_lists(folder: Path = DATA_FOLDER) -> ControlLists:
    """Read, check and join the reference files in `folder`.

    The version of a control list is the date of its latest file and the start of a hash over all its files, such as
    2024-02-23-1a2b3c4d, so that a title cannot change without the version. Raises ReferenceDataError naming file,
    row and remedy when a file does not match its sidecar, repeats a key, or refers to an entry that is not there.
    """
    chpl_entries, chpl_correlations = _load_chpl(folder)
    dual_use_entries, dual_use_correlations = _load_dual_use(folder)
    return ControlLists(
        entries=CONTROL_ENTRIES.conform(complete(pl.concat([chpl_entries, dual_use_entries]), CONTROL_ENTRIES)),
        correlations=HS_CORRELATIONS.conform(
            complete(pl.concat([chpl_correlations, dual_use_correlations]), HS_CORRELATIONS)
        ),
    )


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
    entries = read_reference_csv(entries_path, columns=_ENTRY_COLUMNS, key=("entry_code",), optional=("title_kk",))
    correlations = read_reference_csv(path, columns=_CORRELATION_COLUMNS, key=("hs_code", "hs_edition", "entry_code"))
    refuse_rows(
        entries,
        ~pl.col("entry_code").str.contains(_ENTRY_CODE),
        entries_path,
        "not an entry code",
        "Write it like 2B001",
    )
    refuse_rows(
        entries,
        ~pl.col("regimes").str.split(";").list.eval(pl.element().is_in(REGIMES)).list.all(),
        entries_path,
        "a regime is unknown",
        f"Join names from {', '.join(REGIMES)} with a semicolon",
    )
    _check_codes(correlations, path)
    _check_references(correlations, "entry_code", entries, "entry_code", path)
    refuse_rows(
        correlations,
        ~pl.col("strength").is_in(STRENGTHS),
        path,
        "strength is unknown",
        f"Write one of {', '.join(STRENGTHS)}",
    )
    entries = entries.with_columns(pl.col("regimes").str.split(";"))
    paths = (path, entries_path)
    return _of_list(entries, DUAL_USE, *paths), _of_list(correlations, DUAL_USE, *paths)


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


def _check_references(frame: pl.DataFrame, column: str, target: pl.DataFrame, key: str, path: Path) -> None:
    refuse_rows(
        frame,
        ~pl.col(column).is_in(target[key].implode()),
        path,
        f"{column} refers to an entry that does not exist",
        "Correct it, or add the entry with its titles",
    )


def _of_list(frame: pl.DataFrame, control_list: str, *paths: Path) -> pl.DataFrame:
    sidecars = [read_sidecar(path.with_suffix(".meta.yml")) for path in paths]
    newest = max(sidecar.version for sidecar in sidecars)
    digest = hashlib.sha256("".join(sidecar.sha256 for sidecar in sidecars).encode()).hexdigest()
    version = f"{newest.isoformat()}-{digest[:8]}"
    return frame.select(
        pl.lit(control_list).alias("control_list"), pl.lit(version).alias("control_list_version"), pl.all()
    )
