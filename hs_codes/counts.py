"""How much of each control list the reference data covers, as small tables for people."""

from __future__ import annotations

import polars as pl

from hs_codes.control_lists import ControlLists
from hs_codes.editions import LATEST
from hs_codes.list_files import CHPL, DUAL_USE, STRENGTHS

CATEGORIES = {
    "0": "nuclear",
    "1": "materials, chemicals, micro-organisms",
    "2": "materials processing",
    "3": "electronics",
    "4": "computers",
    "5": "telecommunications, information security",
    "6": "sensors and lasers",
    "7": "navigation and avionics",
    "8": "marine",
    "9": "aerospace and propulsion",
}


def counts_by_part(lists: ControlLists) -> pl.DataFrame:
    """Return a row per control list and part of it: a category of the dual-use list, a tier of the CHPL.

    Columns: list, part, entries, codes (distinct, latest edition), a column of rows per strength (latest edition)
    and predecessors (rows of earlier editions).
    """
    category = pl.col("entry_code").str.head(1)
    part = (
        pl.when(pl.col("control_list") == DUAL_USE)
        .then(pl.format("{} {}", category, category.replace_strict(CATEGORIES, default="")))
        .when(pl.col("control_list") == CHPL)
        .then(pl.format("tier {}", "entry_code"))
        .otherwise(pl.lit("whole"))
        .alias("part")
    )
    return _counts(lists.correlations.with_columns(part), ["control_list", "part"]).rename({"control_list": "list"})


def counts_by_regime(lists: ControlLists) -> pl.DataFrame:
    """Return a row per regime, with columns as in `counts_by_part`. An entry of two regimes counts in both.

    Of the priority and the dual-use list alone: the others repeat them or belong to one regime each.
    """
    entries = lists.entries.filter(pl.col("control_list").is_in([CHPL, DUAL_USE]))
    regimes = entries.select("control_list", "entry_code", pl.col("regimes").alias("regime")).explode("regime")
    return _counts(lists.correlations.join(regimes, on=["control_list", "entry_code"]), ["regime"])


def markdown(frame: pl.DataFrame) -> str:
    """Return `frame` as a Markdown table."""
    lines = [frame.columns, ["---"] * frame.width, *([str(value) for value in row] for row in frame.rows())]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _counts(correlations: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    latest = pl.col("hs_edition") == LATEST.value
    return (
        correlations.group_by(by)
        .agg(
            pl.col("entry_code").n_unique().alias("entries"),
            pl.col("hs_code").filter(latest).n_unique().alias("codes"),
            *((latest & (pl.col("strength") == strength)).sum().alias(strength) for strength in STRENGTHS),
            (~latest).sum().alias("predecessors"),
        )
        .sort(by)
    )
