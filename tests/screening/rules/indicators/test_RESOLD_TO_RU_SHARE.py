from datetime import timedelta

import pytest

RULE = "RESOLD_TO_RU_SHARE"


@pytest.fixture
def bought(take_in, day):
    """Return a function that lets the consignee import so many lots of chips before."""

    def load(count):
        take_in(
            *(
                {"declaration_id": f"P{n}", "hs_code": "8542310000", "registration_date": day - timedelta(days=100 + n)}
                for n in range(count)
            )
        )

    return load


@pytest.fixture
def sold(invoice, day):
    """Return a function that lets it write so many invoices."""

    def load(count, **changes):
        invoice(*({"invoice_date": day - timedelta(days=50 + n)} | changes for n in range(count)))

    return load


def test_half_of_it_went_on(bought, sold, take_in, run):
    bought(8)
    sold(4)
    take_in({"hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"], hit["strength"]) == ("4", "8", "854231", 0.75)


@pytest.mark.parametrize(
    ("bought_count", "sold_count", "changes"),
    [
        (3, 2, {}),
        (20, 5, {}),
        (8, 4, {"destination_country_code": "KG"}),
        (8, 4, {"destination_country_code": "KZ", "buyer_country_code": "KZ"}),
        (8, 4, {"hs_code": "8542"}),
        (8, 4, {"seller_tax_id": "7" * 12}),
        (0, 4, {}),
    ],
)
def test_ordinary_sales(bought, sold, take_in, run, bought_count, sold_count, changes):
    bought(bought_count)
    sold(sold_count, **changes)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_other_goods_today(bought, sold, take_in, run):
    bought(8)
    sold(4)
    take_in({})
    assert run(RULE) == []
