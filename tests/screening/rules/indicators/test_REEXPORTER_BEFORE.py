from datetime import timedelta

import pytest

RULE = "REEXPORTER_BEFORE"


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


def test_chips_went_on_and_radio_modules_come_now(bought, sold, take_in, run):
    bought(10)
    sold(2)
    take_in({"hs_code": "8526919000"})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("2", "2026-10-01", "852691")
    assert hit["strength"] == pytest.approx(0.75 * 0.7)


def test_one_invoice_for_one_lot(bought, sold, take_in, run):
    bought(1)
    sold(1)
    take_in({"hs_code": "8542310000"})
    assert [hit["strength"] for hit in run(RULE)] == [0.5]


@pytest.mark.parametrize(
    ("bought_count", "sold_count", "changes"),
    [
        (20, 1, {}),
        (8, 4, {"destination_country_code": "KG"}),
        (8, 4, {"hs_code": "6908909100"}),
        (8, 4, {"seller_tax_id": "7" * 12}),
        (0, 4, {}),
    ],
)
def test_ordinary_sales(bought, sold, take_in, run, bought_count, sold_count, changes):
    bought(bought_count)
    sold(sold_count, **changes)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_ordinary_goods_and_exports_today(bought, sold, take_in, run):
    bought(8)
    sold(4)
    take_in({}, {"declaration_id": "export", "hs_code": "8542310000", "flow": "export"})
    assert run(RULE) == []


def test_an_invoice_of_today_or_later_is_not_before(bought, invoice, take_in, run, day):
    bought(2)
    invoice({"invoice_date": day}, {"invoice_date": day + timedelta(days=5)})
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []
