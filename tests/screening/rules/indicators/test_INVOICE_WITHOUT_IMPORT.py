from datetime import timedelta

import pytest

RULE = "INVOICE_WITHOUT_IMPORT"


@pytest.fixture
def sold(old_lake, invoice, day):
    """Return a function that lets the consignee write so many invoices for chips."""

    def load(count, **changes):
        invoice(*({"invoice_date": day - timedelta(days=50 + n)} | changes for n in range(count)))

    return load


def test_chips_that_it_never_imported(sold, take_in, run):
    sold(4)
    take_in({})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("4", "2025-11-05", "854231")
    assert hit["strength"] == pytest.approx(0.75)


def test_imported_before_or_now(sold, take_in, run, day):
    sold(4)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []
    take_in({"declaration_id": "P", "hs_code": "8542310000", "registration_date": day - timedelta(days=300)})
    assert run(RULE) == []


@pytest.mark.parametrize(
    ("count", "changes"),
    [
        (1, {}),
        (4, {"destination_country_code": "KG"}),
        (4, {"hs_code": "6908909100"}),
        (4, {"hs_code": None}),
        (4, {"seller_tax_id": "7" * 12}),
    ],
)
def test_other_sales(sold, take_in, run, count, changes):
    sold(count, **changes)
    take_in({})
    assert run(RULE) == []


def test_a_young_lake_does_not_know(invoice, take_in, run, day):
    invoice(*({"invoice_date": day - timedelta(days=n)} for n in (5, 6)))
    take_in({})
    assert run(RULE) == []
