from datetime import timedelta

import pytest

RULE = "VOLUME_JUMP"
CHIPS = {"hs_code": "8542310000"}


@pytest.fixture
def trade(old_lake, take_in, day):
    """Return a function that gives the trader chips worth so much, so many days ago."""

    def load(*amounts):
        take_in(
            *(
                CHIPS
                | {"declaration_id": f"P{days}", "statistical_value": value}
                | {"registration_date": day - timedelta(days=days)}
                for days, value in amounts
            )
        )

    return load


def test_ten_times_as_much_as_ever(trade, take_in, run):
    trade((300, 60000), (200, 40000), (30, 100000))
    take_in(CHIPS | {"statistical_value": 200000})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"]) == ("300000 USD", "30000 USD")
    assert hit["strength"] == pytest.approx(0.75)


def test_from_next_to_nothing(trade, take_in, run):
    trade((300, 10))
    take_in(CHIPS | {"statistical_value": 60000})
    assert [hit["reference"] for hit in run(RULE)] == ["5000 USD"]


@pytest.mark.parametrize(
    ("amounts", "value"),
    [
        (((300, 100000), (200, 100000)), 200000),  # not five times
        (((300, 10),), 40000),  # little in all
        (((60, 10),), 900000),  # a firm without a past
    ],
)
def test_ordinary_growth(trade, take_in, run, amounts, value):
    trade(*amounts)
    take_in(CHIPS | {"statistical_value": value})
    assert run(RULE) == []


def test_other_goods_other_flows_and_other_currencies(trade, take_in, run):
    trade((300, 10))
    take_in(
        {"declaration_id": "tiles", "statistical_value": 900000},
        CHIPS | {"declaration_id": "no value", "statistical_value": None},
        CHIPS | {"declaration_id": "absurd", "statistical_value": "1e300"},
    )
    assert run(RULE) == []
