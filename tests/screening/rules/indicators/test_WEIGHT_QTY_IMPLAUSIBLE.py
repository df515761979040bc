import json
from datetime import timedelta

import pytest

RULE = "WEIGHT_QTY_IMPLAUSIBLE"


@pytest.fixture
def units(take_in, day):
    """Return a function that gives the lake a history of goods whose units weigh so much, in kilograms."""

    def load(masses, **changes):
        take_in(
            *(
                {
                    "declaration_id": f"P{n}",
                    "registration_date": day - timedelta(days=30),
                    "net_mass_kg": mass * 100,
                    "quantity": 100,
                    "quantity_unit_code": "NMB",
                }
                | changes
                for n, mass in enumerate(masses)
            )
        )

    return load


def counted(mass, count, **changes):
    return {"net_mass_kg": mass, "quantity": count, "quantity_unit_code": "NMB"} | changes


def test_units_that_weigh_far_too_little_and_too_much(units, take_in, run):
    units([2.0] * 20)
    take_in(counted(1, 100, declaration_id="light"), counted(100, 1, declaration_id="heavy"))
    take_in(counted(200, 100, declaration_id="right"))
    found = run(RULE)
    assert [hit["declaration_id"] for hit in found] == ["heavy", "light"]
    assert (found[1]["subject"], found[1]["declared"]) == ("mass", "0.01 kg/NMB")
    assert json.loads(found[1]["detail"])["peer_median_kg"] == pytest.approx(2.0, rel=0.02)


def test_goods_without_a_count_of_units_are_left_alone(units, take_in, run):
    units([2.0] * 20)
    cases = {
        "no quantity": counted(100, None),
        "zero": counted(100, 0),
        "kilograms": counted(100, 1, quantity_unit_code="KGM"),
        "another unit": counted(100, 1, quantity_unit_code="MTR"),
        "other goods": counted(100, 1, hs_code="6907210000"),
        "another flow": counted(100, 1, flow="export"),
    }
    take_in(*({"declaration_id": case} | changes for case, changes in cases.items()))
    assert run(RULE) == []


def test_few_peers_say_nothing(units, take_in, run):
    units([2.0] * 19)
    take_in(counted(100, 1))
    assert run(RULE) == []
