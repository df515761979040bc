from datetime import timedelta

import pytest

RULE = "CHEMICAL_NEW_BUYER"
LOT = {"hs_code": "2920240000", "net_mass_kg": 12.0}


def test_a_seller_of_tiles_buys_a_can_of_triethyl_phosphite(old_lake, take_in, run, day):
    take_in({"declaration_id": "tiles", "registration_date": day - timedelta(days=100)}, LOT)
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"], hit["strength"]) == ("12.0 kg", "0", "292024", 1.0)


def test_a_second_can_and_a_first_trade(old_lake, take_in, run, day):
    take_in(LOT)
    assert [hit["strength"] for hit in run(RULE)] == [0.7]
    take_in(LOT | {"declaration_id": "last week", "registration_date": day - timedelta(days=7)})
    assert [hit["strength"] for hit in run(RULE)] == [1.0]


@pytest.mark.parametrize("code", ["3822190000", "2833110000", "7017900000"])
def test_laboratories_and_factories(old_lake, take_in, run, day, code):
    take_in({"declaration_id": "before", "hs_code": code, "registration_date": day - timedelta(days=90)}, LOT)
    assert run(RULE) == []


def test_large_lots_everyday_chemicals_and_other_flows(old_lake, take_in, run):
    take_in(
        LOT | {"declaration_id": "large", "net_mass_kg": 31.0},
        LOT | {"declaration_id": "no mass", "net_mass_kg": None},
        LOT | {"declaration_id": "everyday", "hs_code": "2833110000"},
        LOT | {"declaration_id": "export", "flow": "export"},
        LOT | {"declaration_id": "nobody", "consignee_name": None, "consignee_tax_id": None},
    )
    assert run(RULE) == []


def test_a_young_lake_cannot_know_who_bought_what(take_in, run):
    take_in(LOT)
    assert run(RULE) == []
