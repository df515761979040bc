from datetime import timedelta

import pytest

RULE = "LARGE_LOT"
CHIPS = {"hs_code": "8542310000"}
ANOTHER = {"consignee_tax_id": "000000000099"}


@pytest.fixture
def usual(take_in, day):
    """Thirty lots of chips worth 4,000 each that another trader of the day took."""
    take_in(
        *(
            CHIPS
            | ANOTHER
            | {"declaration_id": f"P{n}", "statistical_value": 4000, "registration_date": day - timedelta(days=9)}
            for n in range(30)
        ),
        CHIPS | ANOTHER | {"declaration_id": "the other's", "statistical_value": 4000},
    )


def test_twelve_times_the_usual_lot(usual, take_in, run):
    take_in(CHIPS | {"statistical_value": 48000})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("48000 USD", "4000 USD", "854231")
    assert hit["strength"] == pytest.approx(0.75)


def test_items_of_a_declaration_are_one_lot(usual, take_in, run):
    take_in(*(CHIPS | {"item_number": n, "statistical_value": 16000} for n in (1, 2, 3)))
    assert [(hit["item_number"], hit["declared"]) for hit in run(RULE)] == [(1, "48000 USD")]


def test_who_always_takes_much(usual, take_in, run, day):
    before = {"registration_date": day - timedelta(days=40), "statistical_value": 30000}
    take_in(*(CHIPS | before | {"declaration_id": f"L{n}"} for n in range(3)), CHIPS | {"statistical_value": 48000})
    assert run(RULE) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"statistical_value": 19999},
        {"statistical_value": None},
        {"statistical_value": "1e300"},
        {"hs_code": "6908909100"},
        {"hs_code": "8542320000"},
        {"flow": "export"},
        {"statistical_currency_code": "EUR"},
    ],
)
def test_small_lots_other_goods_and_what_nothing_is_known_of(usual, take_in, run, changes):
    take_in(CHIPS | {"statistical_value": 48000} | changes)
    assert run(RULE) == []
