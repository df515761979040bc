from datetime import timedelta

import pytest

RULE = "SHARED_ADDRESS_CLUSTER"
ADDRESS = "г. Алматы, ул. Примерная, дом 7, офис 12"


@pytest.fixture
def neighbours(take_in, day):
    """Return a function that lets some consignees receive goods at one address, a month ago."""

    def load(count, address=ADDRESS):
        take_in(
            *(
                {"declaration_id": f"N{n}", "consignee_tax_id": f"8{n:011}", "consignee_address": address}
                | {"registration_date": day - timedelta(days=30 + n)}
                for n in range(count)
            )
        )

    return load


def test_one_of_many_at_an_address_however_it_is_written(neighbours, take_in, run):
    neighbours(8)
    take_in({"hs_code": "8542310000", "consignee_address": "Алматы, Примерная 7, оф. 12"})
    (hit,) = run(RULE)
    assert (hit["subject"], hit["reference"], hit["strength"]) == ("consignee", "8", 0.75)


def test_other_goods_weigh_less_and_the_day_itself_counts(neighbours, take_in, run):
    neighbours(3)
    take_in(
        *({"declaration_id": f"{n}", "consignee_address": ADDRESS, "consignee_tax_id": f"{n}" * 12} for n in (6, 7))
    )
    found = run(RULE)
    assert [(hit["reference"], hit["strength"]) for hit in found] == [("4", pytest.approx(0.2))] * 2


@pytest.mark.parametrize(
    ("count", "address"),
    [
        (3, ADDRESS),  # too few
        (41, ADDRESS),  # a market
        (8, "г. Алматы, ул. Примерная, дом 9, офис 12"),  # next door
    ],
)
def test_ordinary_addresses(neighbours, take_in, run, count, address):
    neighbours(count, address)
    take_in({"hs_code": "8542310000", "consignee_address": ADDRESS})
    assert run(RULE) == []


def test_a_town_or_no_address_is_no_address(neighbours, take_in, run):
    neighbours(8, "г. Алматы")
    take_in({"consignee_address": "г. Алматы"}, {"declaration_id": "none", "consignee_address": None})
    assert run(RULE) == []


def test_one_firm_under_one_number_is_no_crowd(take_in, run, day):
    take_in(*({"declaration_id": f"P{n}", "registration_date": day - timedelta(days=n)} for n in range(9)))
    assert run(RULE) == []
