import json

import polars as pl
import pytest

from screening.names import ALERT_THRESHOLD, NameIndex
from screening.rules.parties.declared import declared_parties
from screening.rules.parties.name import PARTY_NAME_FUZZY, name_matches, party_name_hits
from screening.schemas.results import RULE_HITS


@pytest.fixture
def screened(inputs, sample_lists):
    """Return a function that screens a day's items against the bundled lists."""

    def screen(day, **changes):
        made = inputs(day, **sample_lists)
        names = made.names.join(made.entities.select("entity_id", "entity_type", "country_codes"), on="entity_id")
        parties = declared_parties(made.items).select("name", "country_code").unique()
        matches = name_matches(parties, NameIndex.build(names), PARTY_NAME_FUZZY.with_policy(changes))
        return RULE_HITS.conform(party_name_hits(made, matches))

    return screen


@pytest.fixture
def listed(sample_lists):
    """Name of a listed firm, in Latin letters."""
    return sample_lists["entities"].row(by_predicate=pl.col("entity_id") == "OFAC-SDN:900101", named=True)[
        "primary_name"
    ]


def test_the_name_of_a_listed_party_is_a_hit(screened, items, listed):
    found = screened(items({"consignee_name": listed})).filter(pl.col("reference_list") == "OFAC-SDN")
    hit = found.to_dicts()[0]
    assert (hit["subject"], hit["item_number"], hit["declared"]) == ("consignee", None, listed)
    assert hit["reference_id"] == "OFAC-SDN:900101"
    assert ALERT_THRESHOLD <= hit["strength"] <= 1
    detail = json.loads(hit["detail"])
    assert detail["primary_name"] == listed
    assert "name" not in detail


def test_honest_names_are_none(screened, items):
    assert screened(items({})).is_empty()


def test_each_role_and_declaration_that_names_the_party_is_a_hit(screened, items, listed):
    found = screened(
        items(
            {"declaration_id": "A", "consignee_name": listed, "carrier_name": listed, "carrier_country_code": "TR"},
            {"declaration_id": "A", "item_number": 2, "consignee_name": listed.lower()},
            {"declaration_id": "B", "consignor_name": listed, "consignor_country_code": None},
        )
    ).filter(pl.col("reference_id") == "OFAC-SDN:900101")
    assert found.select("declaration_id", "subject").rows() == [
        ("A", "carrier"),
        ("A", "consignee"),
        ("B", "consignor"),
    ]


def test_the_policys_threshold_takes_the_place_of_the_matchers(screened, items, listed):
    day = items({"consignee_name": listed})
    strongest = screened(day)["strength"].max()
    assert screened(day, threshold=min(strongest + 1e-6, 1.0)).height <= screened(day, threshold=0.5).height
    assert screened(day, threshold=1.1).is_empty()


def test_parties_without_a_name_are_left_to_their_numbers(screened, items):
    assert screened(items({"consignee_name": None, "consignor_name": None})).is_empty()
    assert screened(items().clear()).is_empty()


def test_the_tax_number_is_evidence_beside_the_name(screened, items, listed):
    """An equal number adds, another of the same country subtracts; a number of another country says nothing."""

    def strength(tax_id, country):
        day = items({"consignee_name": listed, "consignee_tax_id": tax_id, "consignee_country_code": country})
        hit = screened(day).filter(pl.col("reference_id") == "OFAC-SDN:900101").to_dicts()[0]
        return hit["strength"], json.loads(hit["detail"])["number_agrees"]

    unknown, equal = strength(None, "RU"), strength("ИНН 0001234562", "RU")
    other, foreign = strength("0009999990", "RU"), strength("0009999990", "KZ")
    assert other[0] < unknown[0] < equal[0] <= 1
    assert (unknown[1], equal[1], other[1], foreign[1]) == (0, 1, -1, 0)


def test_two_numbers_of_one_party_make_one_hit(screened, items, listed):
    rows = [{"item_number": n, "consignee_name": listed, "consignee_tax_id": t} for n, t in ((1, "1" * 10), (2, None))]
    found = screened(items(*rows)).filter(pl.col("reference_id") == "OFAC-SDN:900101")
    assert found.height == 1
