import json
import math
from datetime import timedelta

import pytest

RULE = "UNIT_PRICE_HIGH"
STEP = 0.02
"""Medians are read off steps of two percent."""


@pytest.fixture
def peers(take_in, day):
    """Return a function that gives the lake a history of prices per kilogram, one declaration for each."""

    def load(prices, days_ago=30, **changes):
        take_in(
            *(
                {
                    "declaration_id": f"P{days_ago}-{n}",
                    "registration_date": day - timedelta(days=days_ago),
                    "net_mass_kg": 10,
                    "quantity": None,
                    "statistical_value": price * 10,
                }
                | changes
                for n, price in enumerate(prices)
            )
        )

    return load


def priced(price, **changes):
    return {"net_mass_kg": 100, "quantity": None, "statistical_value": price * 100} | changes


def test_far_above(peers, take_in, run):
    peers([5.0] * 20)
    take_in(priced(100.0, declaration_id="above"), priced(0.25, declaration_id="below"))
    (hit,) = run(RULE)
    z = 0.6745 * math.log(100 / 5) / 0.1  # all peers alike: the least spread stands in for theirs
    assert (hit["declaration_id"], hit["subject"], hit["item_number"]) == ("above", "price", 1)
    assert (hit["declared"], hit["reference_id"]) == ("100.00 USD/kg", "690890 DE")
    assert hit["strength"] == pytest.approx(1 - 2.5 / z, abs=0.01)
    detail = json.loads(hit["detail"])
    assert detail.pop("z") == pytest.approx(z, rel=0.01)
    assert detail.pop("peer_median") == pytest.approx(5.0, rel=STEP)
    assert detail == {"per": "kg", "peer_count": 20, "subheading_count": 20}


def test_peers_that_differ_widen_what_is_ordinary(peers, take_in, run):
    prices = [2.0 * 1.2**n for n in range(20)]
    peers(prices)
    logs = sorted(map(math.log, prices))
    centre = (logs[9] + logs[10]) / 2
    spread = sorted(abs(value - centre) for value in logs)
    mad = (spread[9] + spread[10]) / 2
    limit = math.exp(centre + 5 * mad / 0.6745)
    take_in(priced(limit * 0.9), priced(limit * 1.1, declaration_id="over"))
    (hit,) = run(RULE)
    assert hit["declaration_id"] == "over"
    assert hit["strength"] == pytest.approx(0.5, abs=0.03), "near the limit, half"


def test_the_price_of_the_peers_is_none(peers, take_in, run):
    peers([5.0] * 20)
    take_in(priced(5.0), priced(9.0, declaration_id="dearer"))
    assert run(RULE) == []


def test_items_without_a_price_or_without_peers(peers, take_in, run):
    peers([5.0] * 20)
    cases = {
        "zero mass": {"net_mass_kg": 0},
        "no mass": {"net_mass_kg": None},
        "zero value": {"statistical_value": 0},
        "no value": {"statistical_value": None},
        "no currency": {"statistical_currency_code": None},
        "500 times as many tenge is the same price": {"statistical_currency_code": "KZT"},
        "other goods": {"hs_code": "6907210000"},
        "yesterday": {"registration_date": "2026-11-19"},
        "beyond a double": {"net_mass_kg": "1e-300", "statistical_value": "1e300"},
        "below a double": {"net_mass_kg": "1e300", "statistical_value": "1e-300"},
    }
    take_in(*(priced(500.0) | {"declaration_id": case} | changes for case, changes in cases.items()))
    assert run(RULE) == []


def test_nineteen_peers_are_too_few(peers, take_in, run):
    peers([5.0] * 19)
    take_in(priced(500.0))
    assert run(RULE) == []
    peers([5.0], days_ago=31)
    assert len(run(RULE)) == 1


@pytest.mark.parametrize(("days_ago", "count"), [(1, 1), (19, 1), (20, 1), (384, 1), (385, 0), (0, 0)])
def test_peers_are_those_of_twelve_whole_months_and_of_this_one(peers, take_in, run, days_ago, count):
    peers([5.0] * 20, days_ago=days_ago)
    take_in(priced(500.0))
    assert len([hit for hit in run(RULE) if hit["declaration_id"].startswith("55301")]) == count


def test_peers_share_the_first_six_digits(peers, take_in, run):
    peers([5.0] * 20, hs_code="6908900000")
    take_in(priced(500.0, hs_code="69089099"))
    assert len(run(RULE)) == 1


def test_each_currency_has_peers_of_its_own(peers, take_in, run):
    peers([5.0] * 20)
    peers([2500.0] * 20, days_ago=31, statistical_currency_code="KZT")
    take_in(priced(2500.0, statistical_currency_code="KZT"), priced(2500.0, declaration_id="usd"))
    assert [(hit["declaration_id"], hit["reference"][-7:]) for hit in run(RULE)] == [("usd", " USD/kg")]


def test_every_item_is_held_by_itself(peers, take_in, run):
    peers([5.0] * 20)
    take_in(priced(500.0), priced(5.0, item_number=2), priced(0.01, item_number=3))
    assert [hit["item_number"] for hit in run(RULE)] == [1]


def test_imports_and_exports_have_prices_of_their_own(peers, take_in, run):
    peers([5.0] * 20)
    peers([100.0] * 20, days_ago=31, flow="export")
    take_in(priced(100.0, flow="export"), priced(100.0, declaration_id="import"))
    assert [hit["declaration_id"] for hit in run(RULE)] == ["import"]


def test_an_origin_without_peers_is_held_against_the_subheading(peers, take_in, run):
    peers([5.0] * 20)
    take_in(priced(500.0, origin_country_code="CN"), priced(5.5, declaration_id="near", origin_country_code="CN"))
    (hit,) = run(RULE)
    assert (hit["reference_id"], json.loads(hit["detail"])["peer_count"]) == ("690890 CN", 0)


def test_a_few_peers_move_the_centre_a_little(peers, take_in, run):
    peers([5.0] * 20)
    peers([50.0] * 10, days_ago=31, origin_country_code="CN")
    take_in(priced(2000.0, origin_country_code="CN"))
    (hit,) = run(RULE)
    # Ten of its own and ten that the subheading (median 5) lends: half-way between, in logarithms.
    assert json.loads(hit["detail"])["peer_median"] == pytest.approx(math.sqrt(5 * 50), rel=STEP)


def test_wide_headings_make_thin_cells_slow_to_alarm(peers, take_in, run):
    peers([5.0] * 20)
    take_in(priced(11.0))
    assert len(run(RULE)) == 1
    peers([0.01 * 1.4**n for n in range(40)], days_ago=31, hs_code="6908100000")
    assert run(RULE) == [], "the heading's spread is shared out"


def test_the_price_of_a_unit_counts_too(peers, take_in, run):
    peers([5.0] * 20, quantity=10, quantity_unit_code="NMB")
    take_in(priced(5.0, quantity=1, quantity_unit_code="NMB"), priced(5.0, declaration_id="same", quantity=100))
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"][-8:]) == ("500.00 USD/NMB", " USD/NMB")


def test_kilograms_as_the_unit_are_no_second_measure(peers, take_in, run):
    peers([5.0] * 20, quantity=10, quantity_unit_code="KGM")
    take_in(priced(5.0, quantity=1, quantity_unit_code="KGM"))
    assert run(RULE) == []
