import pytest

RULE = "ROUND_VALUE"


def invoice(*values, **changes):
    return [{"invoice_value": value, "item_number": n} | changes for n, value in enumerate(values, 1)]


def test_every_item_costs_a_round_sum(take_in, run):
    take_in(*invoice(5000, 12000, 3000, 40000, hs_code="8542310000"))
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["item_number"], hit["strength"]) == ("60000 EUR", "4", 1, 0.75)


def test_other_goods_weigh_less(take_in, run):
    take_in(*invoice(5000, 12000, 3000, 40000))
    assert [hit["strength"] for hit in run(RULE)] == [0.375]


@pytest.mark.parametrize(
    "values",
    [(5000, 12000.5), (5000, 12050), (5000,), (1000, 1000), (5000, None), (5000, 0), (5000, "1e300")],
)
def test_odd_sums_single_items_and_small_change(take_in, run, values):
    take_in(*invoice(*values))
    assert run(RULE) == []


def test_two_currencies_are_two_invoices(take_in, run):
    take_in(*invoice(5000, 12000)[:1], *invoice(5000, 12000, invoice_currency_code="USD")[1:])
    assert run(RULE) == []
