"""Two processes or one: the same matches, and those of comparing everything."""

import polars as pl
import pytest

from screening.names import NameIndex
from screening.pipeline import changed_names
from screening.pipeline.changed_names import matches_with_changed
from screening.rules.parties.name import PARTY_NAME_FUZZY, name_matches

LISTED = pl.DataFrame(
    {"entity_id": ["A", "B", "C"], "name": ["Qwizbadar Veltronika", "Tsvetkomflot 218", "KRYZHOVSKAYA, Olga Petrovna"]}
)
FIRST = ("Qwizbadar", "Veltronika", "Tsvetkomflot", "Olga Kryzhovskaya", "Dala")
SECOND = ("Trade", "218", "LLC", "Veltronica")
NAMES = pl.DataFrame({"name": [*(f"{a} {b}" for a in FIRST for b in SECOND), None]}).with_columns(
    country_code=pl.lit("KZ")
)
PARAMETERS = PARTY_NAME_FUZZY.with_policy({})


@pytest.mark.parametrize("worth", [10_000, 1])
def test_matches_are_those_of_comparing_all(monkeypatch, tmp_path, worth):
    monkeypatch.setattr(changed_names, "WORTH_PROCESSES", worth)
    monkeypatch.setattr(changed_names, "NAMES_AT_ONCE", 7)
    weighing = NameIndex.build(LISTED.head(1))
    weighing.save(tmp_path)
    index = NameIndex.build(LISTED, weights_of=weighing)
    found = matches_with_changed(NAMES, index.subset(pl.Series(["B", "C"])), weighing, tmp_path, PARAMETERS)
    every = name_matches(NAMES, index, PARAMETERS, weighing).filter(pl.col("entity_id") != "A")
    assert every.height >= 3
    assert found.sort("name", "entity_id").equals(every.sort("name", "entity_id"))


def test_no_parties(tmp_path):
    index = NameIndex.build(LISTED)
    assert matches_with_changed(NAMES.clear(), index, index, tmp_path, PARAMETERS).is_empty()
