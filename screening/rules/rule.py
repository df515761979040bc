"""What every rule says about itself, and what it is given. A rule turns tables into hits; see schemas RULE_HITS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite

import polars as pl

from screening.errors import SettingsError
from screening.schemas.goods import CHEMICALS
from screening.schemas.reference import ENTITY_GROUPS
from screening.schemas.review import SUPPRESSED_PAIRS


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
        """Return the parameters with the policy's changes; a mapping keeps the keys that the policy does not name.

        Raises SettingsError for a parameter that does not exist, or a value of another kind than the default.
        """
        unknown = sorted(changes.keys() - self.parameters.keys())
        if unknown:
            raise SettingsError(
                f"rule {self.rule_id} has no parameter {', '.join(unknown)}",
                where="policy",
                remedy=f"It has: {', '.join(sorted(self.parameters)) or 'none'}",
            )
        return {**self.parameters, **{name: self._changed(name, value) for name, value in changes.items()}}

    def _changed(self, name: str, value: object) -> object:
        default = self.parameters[name]
        if isinstance(default, Mapping):
            if isinstance(value, Mapping):
                numbers = {str(key): number for key, number in value.items()}
                if numbers.keys() <= default.keys() and all(map(_is_number, numbers.values())):
                    return {**default, **numbers}
            expected = f"numbers for {', '.join(default)}"
        elif isinstance(default, list):
            if isinstance(value, list) and value and all(isinstance(member, str) for member in value):
                return value
            expected = "a list of texts, each in quotation marks"
        else:
            if _is_number(value) or (default is None and value is None):
                return value
            expected = f"a number, as {default} is" if default is not None else "a number, or null"
        raise SettingsError(
            f"parameter {name} of rule {self.rule_id} has a value that cannot be used",
            where="policy",
            remedy=f"Give {expected}",
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


@dataclass(frozen=True)
class Inputs:
    """What rules written in Python read. All frames are of the versions that the run pinned.

    `items`: intake.declarations of the day. `entities`, `names`, `identifiers`: the listed entities in force; `groups`
    (entity_id, group_id): which of them are one party.
    `correlations`, `control_entries`: the control lists, in the edition of the day; `chemicals`: controlled substances.
    `suppressed` (SUPPRESSED_PAIRS): parties that are not a listed entity, as officers found; no rule holds them to be.
    """

    screening_date: date
    items: pl.DataFrame
    entities: pl.DataFrame
    names: pl.DataFrame
    identifiers: pl.DataFrame
    correlations: pl.DataFrame
    control_entries: pl.DataFrame
    groups: pl.DataFrame = field(default_factory=ENTITY_GROUPS.empty)
    chemicals: pl.DataFrame = field(default_factory=CHEMICALS.empty)
    suppressed: pl.DataFrame = field(default_factory=SUPPRESSED_PAIRS.empty)


def hits(frame: pl.DataFrame, rule: Rule, detail: list[str]) -> pl.DataFrame:
    """Return `frame` as hits of `rule`, the columns `detail` packed into JSON.

    `frame` needs the columns of RULE_HITS but rule_id and detail.
    """
    packed = pl.struct(detail).struct.json_encode() if detail else pl.lit("{}")
    return frame.with_columns(pl.lit(rule.rule_id).alias("rule_id"), packed.alias("detail"))
