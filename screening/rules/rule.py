"""What every rule says about itself, and what it is given. A rule turns tables into hits; see schemas RULE_HITS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from screening.errors import ReferenceDataError


@dataclass(frozen=True)
class Text:
    """A text in English, Russian and Kazakh."""

    en: str
    ru: str
    kk: str

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


@dataclass(frozen=True)
class Rule:
    """A rule's identity: the catalogue, the explanations of alerts and the docs are made from it.

    `sentence` explains one hit; it may name {declared}, {reference}, {reference_id}, {reference_list},
    {reference_version} and {subject}. `parameters` are defaults that the policy may change.
    """

    rule_id: str
    title: Text
    meaning: Text
    sentence: Text
    source: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def with_policy(self, changes: Mapping[str, object]) -> dict[str, object]:
        """Return the parameters with the policy's changes; raises ReferenceDataError for one that does not exist."""
        unknown = sorted(changes.keys() - self.parameters.keys())
        if unknown:
            raise ReferenceDataError(
                f"rule {self.rule_id} has no parameter {', '.join(unknown)}",
                where="policy",
                remedy=f"It has: {', '.join(sorted(self.parameters)) or 'none'}",
            )
        return {**self.parameters, **changes}


@dataclass(frozen=True)
class Inputs:
    """What rules written in Python read. All frames are of the versions that the run pinned.

    `items`: intake.declarations of the day. `entities`, `names`, `identifiers`: the listed entities in force.
    `correlations`, `control_entries`: the control lists, in the edition of the day.
    """

    screening_date: date
    items: pl.DataFrame
    entities: pl.DataFrame
    names: pl.DataFrame
    identifiers: pl.DataFrame
    correlations: pl.DataFrame
    control_entries: pl.DataFrame


def hits(frame: pl.DataFrame, rule: Rule, detail: list[str]) -> pl.DataFrame:
    """Return `frame` as hits of `rule`, the columns `detail` packed into JSON.

    `frame` needs the columns of RULE_HITS but rule_id and detail.
    """
    packed = pl.struct(detail).struct.json_encode() if detail else pl.lit("{}")
    return frame.with_columns(pl.lit(rule.rule_id).alias("rule_id"), packed.alias("detail"))
