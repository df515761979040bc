"""What control lists and nomenclatures are there on a day, in which version, and what is missing."""

from __future__ import annotations

from datetime import date

import duckdb
import polars as pl

from hs_codes.contracts import CONTRACTS
from hs_codes.control_lists import ControlLists, load_control_lists
from hs_codes.editions import CURATED, Edition, edition_on
from hs_codes.in_force import with_loaded
from hs_codes.list_files import DUAL_USE
from hs_codes.nomenclature import has_numbers, is_known
from hs_codes.short_titles import load_short_titles
from hs_codes.tariff import nomenclature_on
from screening.schemas.goods import CONTROL_LIST_VERSIONS, NOMENCLATURE_VERSIONS

EXPECTED_TARIFF = "TNVED"
_FEW = 5


def loaded_lists(connection: duckdb.DuckDBPyConnection, day: date) -> pl.DataFrame:
    """Return the control lists of `day`, the package's first: a row each, with the columns of CONTROL_LIST_VERSIONS.

    Package lists that no run has stored yet have no `loaded_at`.
    """
    package = load_control_lists()
    lists = with_loaded(connection, package, day)
    stored = CONTROL_LIST_VERSIONS.conform(connection.execute("FROM reference.control_list_versions").pl())
    counts = lists.versions().with_columns(
        pl.struct("control_list", "control_list_version").is_in(package.versions().to_struct().implode()).alias("own")
    )
    entries = pl.concat([lists.entries, lists.chemicals], how="diagonal").group_by("control_list").len("entries")
    rows = pl.concat([lists.correlations, lists.chemicals], how="diagonal").group_by("control_list").len("rows")
    return (
        counts.join(stored, on=["control_list", "control_list_version"], how="left")
        .join(entries, on="control_list", how="left")
        .join(rows, on="control_list", how="left")
        .with_columns(
            pl.col("kind").fill_null("package"),
            pl.col("entries").fill_null(0).alias("entry_count"),
            pl.col("rows").fill_null(0).alias("correlation_count"),
        )
        .sort(~pl.col("own"), "control_list")
        .select(column.name for column in CONTROL_LIST_VERSIONS.columns)
    )


def loaded_nomenclatures(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return every version of every nomenclature in the lake. Shape: NOMENCLATURE_VERSIONS."""
    found = connection.execute("FROM reference.nomenclature_versions ORDER BY nomenclature, valid_from, loaded_at").pl()
    return NOMENCLATURE_VERSIONS.conform(found)


def gaps(connection: duckdb.DuckDBPyConnection, day: date) -> list[str]:
    """Say what is missing on `day`: lists, tariff, correlations, titles, thresholds, codes, editions."""
    lists = with_loaded(connection, load_control_lists(), day)
    found = _lists_not_loaded(connection, day)
    if nomenclature_on(connection, EXPECTED_TARIFF, day).is_empty():
        found.append(
            f"no tariff {EXPECTED_TARIFF} is valid on {day}: load one with `screening goods load-nomenclature`"
        )
    found += _entries_without_rows(lists)
    found += _codes(lists, day)
    entries = lists.entries.filter(pl.col("control_list") == DUAL_USE)
    if without := entries["threshold_en"].null_count():
        found.append(f"{without:,} of {entries.height:,} entries of {DUAL_USE} have no threshold (not all have one)")
    for edition in Edition:
        if not has_numbers(edition):
            found.append(f"the numbers of {edition}, in force from {edition.valid_from}, are not in the package yet")
    return found


def _lists_not_loaded(connection: duckdb.DuckDBPyConnection, day: date) -> list[str]:
    valid = connection.execute(
        "SELECT DISTINCT kind FROM reference.control_list_versions"
        " WHERE valid_from <= $day AND (valid_to IS NULL OR $day <= valid_to)",
        {"day": day},
    ).fetchall()
    kinds = {kind for (kind,) in valid}
    return [
        f"no {contract.kind} is valid on {day} ({contract.title}): load one with `screening goods load`"
        for contract in CONTRACTS.values()
        if contract.kind.value not in kinds
    ]


def _entries_without_rows(lists: ControlLists) -> list[str]:
    key = ["control_list", "control_list_version", "entry_code"]
    bare = lists.entries.join(lists.correlations, on=key, how="anti")
    return [
        f"{name}: {part.height:,} entries have no code, e.g. {', '.join(part['entry_code'].head(_FEW))}"
        for (name,), part in sorted(bare.partition_by("control_list", as_dict=True).items())
    ]


def _codes(lists: ControlLists, day: date) -> list[str]:
    """Codes that the edition lacks, and codes of the latest edition without a short title."""
    found = []
    for edition in filter(has_numbers, Edition):
        rows = lists.correlations.filter(pl.col("hs_edition") == edition.value)
        strange = rows.filter(~is_known(pl.col("hs_code"), edition)).unique("hs_code", maintain_order=True)
        if strange.height:
            few = ", ".join(strange["hs_code"].head(_FEW))
            found.append(f"{strange.height:,} codes of control lists do not exist in {edition}, e.g. {few}")
    titled = load_short_titles()["hs_code"]
    subheadings = lists.correlations.filter(
        (pl.col("hs_edition") == CURATED.value) & (pl.col("hs_code").str.len_chars() >= 6)
    ).select(pl.col("hs_code").str.head(6).unique().sort())
    bare = subheadings.filter(~pl.col("hs_code").is_in(titled.implode()))["hs_code"]
    if bare.len():
        found.append(
            f"{bare.len():,} subheadings of control lists have no short title, e.g. {', '.join(bare.head(_FEW))}"
        )
    if not has_numbers(edition_on(day)):
        found.append(f"codes of {day} cannot be held against {edition_on(day)}: its numbers are not known")
    return found
