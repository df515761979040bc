import pytest

RULE = "TRANSPORT_UNSUITED"


def by_air(**changes):
    return {"transport_mode_code": "40", "net_mass_kg": 1000, "statistical_value": 1000} | changes


def test_cheap_and_heavy_by_air(take_in, run):
    take_in(by_air())
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("1.00 USD/kg", "4.00 USD/kg", "40")
    assert (hit["subject"], hit["strength"]) == ("transport", 0.875)


@pytest.mark.parametrize(
    "changes",
    [
        {"transport_mode_code": "30"},
        {"transport_mode_code": None},
        {"statistical_value": 4000},
        {"net_mass_kg": 199, "statistical_value": 199},
        {"net_mass_kg": None},
        {"statistical_value": 0},
        {"statistical_value": None},
        {"statistical_currency_code": "KZT"},
        {"hs_code": "0603110000"},
    ],
)
def test_ordinary_freight(take_in, run, changes):
    take_in(by_air(**changes))
    assert run(RULE) == []
