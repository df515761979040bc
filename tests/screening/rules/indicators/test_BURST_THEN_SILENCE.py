from datetime import timedelta

import pytest

RULE = "BURST_THEN_SILENCE"


@pytest.fixture
def customers(take_in, day):
    """Return a function that lets the consignor send to customers, each from and until so many days ago."""

    def load(*lives):
        take_in(
            *(
                {"declaration_id": f"C{n}-{days}", "consignee_tax_id": f"8{n:011}"}
                | {"registration_date": day - timedelta(days=days)}
                for n, life in enumerate(lives)
                for days in life
            )
        )

    return load


def test_customers_that_come_and_go(customers, take_in, run):
    customers((200, 170), (150, 120), (90, 61))
    take_in({"hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert (hit["subject"], hit["declared"], hit["reference"]) == ("consignor", "NORDLICHT BAUSTOFFE GMBH", "3")
    assert hit["strength"] == pytest.approx(1 - 1 / 3)


def test_other_goods_weigh_less(customers, take_in, run):
    customers((200, 170), (150, 120))
    take_in({})
    assert [hit["strength"] for hit in run(RULE)] == [pytest.approx(0.2)]


@pytest.mark.parametrize(
    "lives",
    [
        ((200, 170), (150, 10), (140, 5)),  # one only that is gone
        ((200, 100), (190, 90)),  # they stayed for longer
        ((50, 40), (45, 30)),  # nobody knows yet whether they are gone
        ((200, 170), (150, 120), *[(300, 3)] * 6),  # a large seller
    ],
)
def test_ordinary_sellers(customers, take_in, run, lives):
    customers(*lives)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_a_customer_that_lived_on_with_others_is_not_gone(customers, take_in, run, day):
    customers((200, 170), (150, 120))
    take_in(
        *(
            {"declaration_id": f"X{n}", "consignor_name": "OTHER", "consignee_tax_id": f"8{n:011}"}
            | {"registration_date": day - timedelta(days=4)}
            for n in range(2)
        ),
        {"hs_code": "8542310000"},
    )
    assert run(RULE) == []


def test_exports_and_unnamed_senders(customers, take_in, run):
    customers((200, 170), (150, 120))
    take_in({"flow": "export"}, {"declaration_id": "unnamed", "consignor_name": None})
    assert run(RULE) == []
