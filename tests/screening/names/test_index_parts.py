"""A party and an entity score the same whatever else is screened or listed beside them, under the same weights."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.names import NameIndex

LISTED = pl.DataFrame(
    {
        "entity_id": ["A", "B", "C", "D", "E", "E"],
        "name": [
            "Qwizbadar Veltronika Plant",
            "Tsvetkomflot 218",
            "KRYZHOVSKAYA, Olga Petrovna",
            "Kunhai Trade Research Institute",
            "Stoxk Veltronika",
            "Квизбадар",
        ],
    }
)
WEIGHING = NameIndex.build(LISTED.head(4))
FULL = NameIndex.build(LISTED, weights_of=WEIGHING)
WORDS = ("Qwizbadar", "КВИЗБАДАР", "Veltronica", "Tsvetkom", "Flot", "Stoxk", "Stock", "Olga", "Kryzhovskaja", "218")
NAMES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6)


def _screened(index: NameIndex, names: list[str]) -> pl.DataFrame:
    parties = pl.DataFrame({"query_id": names, "name": names}, schema={"query_id": pl.String, "name": pl.String})
    return index.screen(parties.unique("query_id"), weighing=WEIGHING).sort("query_id", "entity_id")


@given(NAMES)
@settings(max_examples=60, deadline=None)
def test_names_do_not_change_each_other(names: list[str]) -> None:
    together = _screened(FULL, names)
    alone = pl.concat(_screened(FULL, [name]) for name in sorted(set(names)))
    assert together.equals(alone.sort("query_id", "entity_id"))


@given(NAMES, st.sets(st.sampled_from("ABCDE"), min_size=1))
@settings(max_examples=60, deadline=None)
def test_entities_do_not_change_each_other(names: list[str], chosen: set[str]) -> None:
    part = FULL.subset(pl.Series(sorted(chosen)))
    assert _screened(part, names).equals(_screened(FULL, names).filter(pl.col("entity_id").is_in(chosen)))


@given(NAMES)
@settings(max_examples=60, deadline=None)
def test_no_hit_is_outside_of_what_may_hit(names: list[str]) -> None:
    part = FULL.subset(pl.Series(["E"]))
    may = {names[at] for at in part.may_hit(WEIGHING.read_names(names), WEIGHING)}
    assert set(_screened(part, names)["query_id"]) <= may


def test_few_names_may_hit_a_small_index() -> None:
    part = FULL.subset(pl.Series(["E"]))
    assert part.may_hit(
        WEIGHING.read_names(["Kunhai Trade", "Stoxk Veltronika", "Olga Kryzhovskaya"]), WEIGHING
    ).tolist() == [1]


def test_a_word_that_the_weights_do_not_know_weighs_as_a_rare_one() -> None:
    weight = dict(FULL.vocabulary.select("token", "weight").rows())
    assert weight["stohk"] == pytest.approx(weight["svetkomflot"])
