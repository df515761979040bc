from datetime import timedelta

import pytest

RULE = "REEXPORT_MATCH"


def test_an_invoice_that_names_the_declaration(take_in, invoice, run, day):
    take_in({"hs_code": "8542310000"}, {"hs_code": "8542310000", "item_number": 2})
    invoice(
        {
            "declaration_id": "55301/201126/0000001",
            "declaration_item_number": 2,
            "invoice_date": day + timedelta(days=9),
        }
    )
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("RU", "2026-11-29", "9")
    assert (hit["item_number"], hit["strength"]) == (2, 1.0)


def test_the_same_seller_and_goods_say_less(take_in, invoice, run, day):
    take_in({"hs_code": "8542310000"})
    invoice({"invoice_date": day + timedelta(days=90)}, {"invoice_date": day + timedelta(days=30)})
    assert [(hit["reference_id"], hit["strength"]) for hit in run(RULE)] == [("30", 0.7)]


@pytest.mark.parametrize(
    ("days", "changes"),
    [
        (91, {}),
        (-1, {}),
        (5, {"destination_country_code": "KZ"}),
        (5, {"destination_country_code": None, "buyer_country_code": "KZ"}),
        (5, {"seller_tax_id": "7" * 12}),
        (5, {"hs_code": "8471300000"}),
        (5, {"hs_code": "8542"}),
        (5, {"hs_code": None}),
        (5, {"declaration_id": "another"}),
    ],
)
def test_other_invoices(take_in, invoice, run, day, days, changes):
    take_in({"hs_code": "8542310000"})
    invoice({"invoice_date": day + timedelta(days=days)} | changes)
    assert run(RULE) == []


def test_tiles_weigh_less_and_exports_nothing(take_in, invoice, run, day):
    take_in({}, {"declaration_id": "out", "flow": "export"})
    invoice({"hs_code": "690890", "destination_country_code": None, "invoice_date": day})
    assert [(hit["declaration_id"], hit["strength"]) for hit in run(RULE)] == [
        ("55301/201126/0000001", pytest.approx(0.35))
    ]
