from datetime import timedelta

import pytest

RULE = "HS_PROFILE_BREAK"


@pytest.fixture
def profile(old_lake, take_in, day):
    """Return a function that gives the consignee a record of so many declarations under a code, so many days ago."""

    def load(count=5, hs_code="6908909100", days=60):
        take_in(
            *(
                {
                    "declaration_id": f"P{hs_code}{n}",
                    "hs_code": hs_code,
                    "registration_date": day - timedelta(days=days + n),
                }
                for n in range(count)
            )
        )

    return load


def test_a_seller_of_tiles_buys_chips(profile, take_in, run):
    profile(10)
    take_in({"hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("8542310000", "HS 69", "HS 85")
    assert hit["strength"] == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("count", "code"),
    [(4, "6908909100"), (9, "8471300000"), (9, "8517620003"), (9, "9018908409")],
)
def test_short_records_and_neighbouring_trades(profile, take_in, run, count, code):
    profile(count, code)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_other_goods_newcomers_and_who_does_both(profile, take_in, run):
    profile(9)
    take_in({"hs_code": "6204623900"}, {"declaration_id": "new", "hs_code": "8542310000", "consignee_tax_id": "7" * 12})
    assert run(RULE) == []
    profile(2, "8516797000")
    take_in({"declaration_id": "chips", "hs_code": "8542310000"})
    assert run(RULE) == []


def test_the_second_and_third_purchase_are_as_strange_as_the_first(profile, take_in, run):
    profile(10)
    profile(2, "8542310000", days=5)
    take_in({"hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert (hit["reference"], hit["strength"]) == ("HS 69", pytest.approx(0.75))


def test_a_record_of_the_last_weeks_is_no_profile(profile, take_in, run):
    profile(10, days=2)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_a_firm_that_bought_a_computer_once_is_no_workshop(profile, take_in, run):
    profile(19)
    profile(1, "8471300000")
    take_in({"hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert hit["strength"] == pytest.approx(1 - 0.5 * 5 / 20 - 2 * 1 / 20)
