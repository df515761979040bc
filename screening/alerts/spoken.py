"""Reasons in the language of whoever reads them; the published tables hold the English ones."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from hs_codes import load_control_lists
from screening.alerts.score import explain
from screening.rules.catalogue import rules
from screening.rules.goods.part import part_titles
from screening.rules.rule import Rule, Text
from screening.settings import load_settings


@cache
def _titles(language: str) -> dict[tuple[str, str], str]:
    """Titles of control entries, names of substances and of parts, by list and entry."""
    lists = load_control_lists()
    titles = [
        *lists.entries.select("control_list", "entry_code", pl.coalesce(f"title_{language}", "title_en")).rows(),
        *lists.chemicals.select("control_list", "cas_number", pl.col(f"names_{language}").list.first()).rows(),
    ]
    return {(control_list, code): title for control_list, code, title in titles} | part_titles(language)


def known_rules() -> dict[str, Rule]:
    """Return every rule that this installation knows, the administration's own indicators among them."""
    return rules(load_settings().indicators)


def rule_named(rule_id: str) -> Rule:
    """Return a rule; for an own indicator that found something once and is gone since, one that bears its id only."""
    bare = Text(rule_id, rule_id, rule_id)
    return known_rules().get(rule_id) or Rule(rule_id, bare, bare, bare, source="—")


def spoken(reasons: pl.DataFrame, language: str) -> list[dict[str, Any]]:
    """Return the reasons (shape: ALERT_REASONS) with references and explanations in the user's language."""
    titles = _titles(language)
    # A loop over the reasons on the screen: few, and each is looked up by two keys.
    references = [
        titles.get((row["reference_list"], row["reference_id"]), row["reference"])
        for row in reasons.iter_rows(named=True)
    ]
    return explain(
        reasons.with_columns(pl.Series("reference", references, pl.String)), known_rules(), language
    ).to_dicts()
