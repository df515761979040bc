from datetime import timedelta

import pytest

RULE = "SUCCESSOR_AT_ADDRESS"
ADDRESS = "г. Алматы, ул. Примерная, 1"


@pytest.fixture
def predecessor(old_lake, take_in, day):
    """Return a function that lets another consignee trade at the address until so many days ago."""

    def load(last, count=3, tax_id="800000000001"):
        take_in(
            *(
                {"declaration_id": f"P{tax_id}{n}", "consignee_tax_id": tax_id, "consignee_address": ADDRESS}
                | {"registration_date": day - timedelta(days=last + n)}
                for n in range(count)
            )
        )

    return load


def test_a_newcomer_where_another_fell_silent(predecessor, take_in, run):
    predecessor(40)
    take_in({"hs_code": "8542310000", "consignee_address": "Алматы қаласы, Примерная көшесі, 1"})
    (hit,) = run(RULE)
    assert (hit["reference"], hit["reference_id"], hit["strength"]) == ("2026-10-11", "3", 1.0)


def test_other_goods_weigh_less(predecessor, take_in, run):
    predecessor(40)
    take_in({})
    assert [hit["strength"] for hit in run(RULE)] == [0.4]


def test_look_alikes(predecessor, take_in, run, day):
    predecessor(10)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == [], "the other one is still there"
    predecessor(40, tax_id="800000000002")
    assert run(RULE) == [], "a house of several firms"


def test_two_declarations_are_no_trade(predecessor, take_in, run):
    predecessor(40, count=2)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_an_old_consignee_succeeds_nobody(predecessor, take_in, run, day):
    predecessor(40)
    take_in({"hs_code": "8542310000"}, {"declaration_id": "old", "registration_date": day - timedelta(days=61)})
    assert run(RULE) == []


def test_a_young_lake_knows_nobody(take_in, run, day):
    take_in(
        *(
            {"declaration_id": f"P{n}", "consignee_tax_id": "8" * 12}
            | {"registration_date": day - timedelta(days=40 + n)}
            for n in range(3)
        )
    )
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []
