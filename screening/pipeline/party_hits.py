"""The rules on parties, and what suppressions take out of what they find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from screening.rules.parties.declared import PARTY, declared_parties
from screening.rules.parties.identifier import party_identifier_hits, vessel_hits, wallet_hits
from screening.rules.parties.name import party_name_hits
from screening.rules.rule import Inputs
from screening.schemas.results import RULE_HITS, SUPPRESSED_HITS
from screening.schemas.review import SUPPRESSED_PAIRS

_KEY = list(RULE_HITS.key)


def party_hits(
    inputs: Inputs, matches: pl.DataFrame, parameters: Callable[[str], Mapping[str, object]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Run the rules on parties, vessels and wallets; return what counts (RULE_HITS), and what is SUPPRESSED_HITS.

    `matches` as from `name_matches`. The rules leave out the pairs of party and entity that are suppressed, before they
    choose the strongest of several: a second party in the same role, or a list that a suppression does not cover, still
    makes a hit. What is suppressed is what they find of the same declarations without leaving anything out.
    """
    live = _run(inputs, matches, parameters)
    concerned = _concerned(inputs)
    if concerned.is_empty():
        return live, SUPPRESSED_HITS.empty()
    items = inputs.items.join(concerned, on="declaration_id", how="semi")
    every = _run(replace(inputs, items=items, suppressed=SUPPRESSED_PAIRS.empty()), matches, parameters)
    found = (
        every.join(live, on=_KEY, how="anti", nulls_equal=True)
        .join(concerned, left_on=["declaration_id", "subject", "reference_id"], right_on=_PLACE, how="left")
        .sort(*_KEY, "suppression_id", nulls_last=True)
        .unique(_KEY, keep="first", maintain_order=True)
    )
    return live, SUPPRESSED_HITS.conform(found.drop_nulls("suppression_id"))


_PLACE = ["declaration_id", "subject", "entity_id"]


def _concerned(inputs: Inputs) -> pl.DataFrame:
    """declaration_id, subject, entity_id, suppression_id of suppressed parties in the declarations."""
    if inputs.suppressed.is_empty():
        return pl.DataFrame(schema=dict.fromkeys([*_PLACE, "suppression_id"], pl.String))
    pairs = inputs.suppressed.select(*PARTY, "entity_id", "suppression_id")
    return (
        declared_parties(inputs.items)
        .join(pairs, on=PARTY, nulls_equal=True)
        .select(*_PLACE, "suppression_id")
        .unique()
    )


def _run(inputs: Inputs, matches: pl.DataFrame, parameters: Callable[[str], Mapping[str, object]]) -> pl.DataFrame:
    found = [
        party_identifier_hits(inputs, parameters("PARTY_EXACT_ID")),
        vessel_hits(inputs, parameters("VESSEL_LISTED")),
        wallet_hits(inputs, parameters("WALLET_LISTED")),
        party_name_hits(inputs, matches),
    ]
    columns = list(RULE_HITS.polars_schema)
    together = pl.concat([RULE_HITS.empty(), *(frame.select(columns) for frame in found)], how="vertical_relaxed")
    # Sums of floats depend on the order in which threads add them; beyond six digits nothing is meant.
    return RULE_HITS.conform(together.with_columns(pl.col("strength").round(6)).sort(*_KEY))
