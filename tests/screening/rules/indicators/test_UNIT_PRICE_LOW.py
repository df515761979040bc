import json
import math
from datetime import timedelta

import pytest

RULE = "UNIT_PRICE_LOW"


@pytest.fixture
def peers(take_in, day):
    """A history of twenty declarations at five dollars a kilogram."""
    take_in(
        *(
            {"declaration_id": f"P{n}", "registration_date": day - timedelta(days=n + 1)}
            | {"net_mass_kg": 10, "quantity": None, "statistical_value": 50}
            for n in range(20)
        )
    )


def priced(price, **changes):
    return {"net_mass_kg": 100, "quantity": None, "statistical_value": price * 100} | changes


def test_far_below(peers, take_in, run):
    take_in(priced(0.25), priced(100.0, declaration_id="above"), priced(4.0, declaration_id="near"))
    (hit,) = run(RULE)
    z = 0.6745 * math.log(5 / 0.25) / 0.1
    assert (hit["subject"], hit["declared"], hit["reference_id"]) == ("price", "0.25 USD/kg", "690890 DE")
    assert json.loads(hit["detail"])["z"] == pytest.approx(-z, rel=0.01)
    assert hit["strength"] == pytest.approx(1 - 2.5 / z, abs=0.01)


def test_what_costs_nothing_has_no_price(peers, take_in, run):
    take_in(priced(0.0), priced(0.25, declaration_id="no currency", statistical_currency_code=None))
    assert run(RULE) == []


def test_nineteen_peers_are_too_few(peers, take_in, run):
    take_in(priced(0.25))
    assert run(RULE, least_peers=21) == []
    assert len(run(RULE)) == 1
