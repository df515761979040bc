import json
from datetime import timedelta

RULE = "SPLIT_SHIPMENTS"


def lots(count, day, value=900, **changes):
    """`count` small declarations, one a day, the last on `day`."""
    return [
        {"declaration_id": f"S{n}", "registration_date": day - timedelta(days=n), "statistical_value": value} | changes
        for n in range(count)
    ]


def test_four_small_lots_in_a_week(take_in, run, day):
    take_in(*lots(4, day))
    (hit,) = run(RULE)
    assert (hit["declaration_id"], hit["item_number"], hit["subject"]) == ("S0", 1, "consignment")
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("4", "3600.00 USD", "690890")
    assert hit["strength"] == 0.5
    assert json.loads(hit["detail"]) == {"declarations": ["S0", "S1", "S2", "S3"], "window_days": 7}


def test_more_lots_weigh_more(take_in, run, day):
    take_in(*({**lot, "declaration_id": f"T{n}"} for n, lot in enumerate(lots(4, day) * 2)))
    assert {hit["strength"] for hit in run(RULE)} == {0.75}


def test_every_lot_of_the_day_is_named(take_in, run, day):
    take_in(*({"declaration_id": f"S{n}", "statistical_value": 900} for n in range(5)))
    assert [hit["declaration_id"] for hit in run(RULE)] == ["S0", "S1", "S2", "S3", "S4"]


def test_equal_values_at_the_limits_count(take_in, run, day):
    take_in(*lots(4, day, value=1000))
    assert len(run(RULE)) == 1
    assert len(run(RULE, least_total_value=4000.0)) == 1
    assert run(RULE, least_total_value=4000.01) == []
    assert run(RULE, small_value=999.99) == []


def several(cases, day):
    """Lots of each case under declaration numbers and to a consignee of their own."""
    for n, (case, (count, changes)) in enumerate(cases.items()):
        for lot in lots(count, day, consignee_tax_id=f"{n:012}"):
            yield lot | {"declaration_id": f"{case} {lot['declaration_id']}"} | changes


def test_look_alikes(take_in, run, day):
    cases = {
        "three are few": (3, {}),
        "not small": (4, {"statistical_value": 1000.01}),
        "too little together to be worth the trouble": (4, {"statistical_value": 600}),
        "no value": (4, {"statistical_value": None}),
        "no sender": (4, {"consignor_name": None}),
        "nobody receives": (4, {"consignee_name": None, "consignee_tax_id": None}),
    }
    take_in(*several(cases, day))
    assert run(RULE) == []


def test_lots_that_do_not_belong_together(take_in, run, day):
    odd = {
        "other goods": {"hs_code": "6204623900"},
        "another sender": {"consignor_name": "ANOTHER SENDER"},
        "another consignee": {"consignee_tax_id": "000000000099"},
        "another currency": {"statistical_currency_code": "EUR"},
        "no currency": {"statistical_currency_code": None},
        "eight days, both ends counted": {"registration_date": "2026-11-13"},
    }
    rows = list(several({case: (4, {}) for case in odd}, day))
    for n, changes in enumerate(odd.values()):
        rows[4 * n + 3] |= changes
    take_in(*rows)
    assert run(RULE) == []


def test_the_seventh_day_back_still_counts(take_in, run, day):
    take_in(*lots(3, day), {"declaration_id": "S3", "statistical_value": 900, "registration_date": "2026-11-14"})
    assert len(run(RULE)) == 1


def test_several_currencies_are_several_series(take_in, run, day):
    eur = {"statistical_currency_code": "EUR"}
    take_in(*({**lot, "declaration_id": f"E{n}"} | eur for n, lot in enumerate(lots(4, day))), *lots(4, day, value=800))
    assert sorted(hit["reference"] for hit in run(RULE)) == ["3200.00 USD", "3600.00 EUR"]


def test_lots_without_a_currency_are_one_series(take_in, run, day):
    take_in(*lots(4, day, statistical_currency_code=None))
    assert [hit["reference"] for hit in run(RULE)] == ["3600.00"]


def test_the_senders_name_is_compared_without_case_and_margins(take_in, run, day):
    first, *others = lots(4, day)
    take_in(first | {"consignor_name": " Nordlicht Baustoffe GmbH"}, *others)
    assert len(run(RULE)) == 1


def test_items_of_one_declaration_are_one_lot(take_in, run, day):
    items = [{"item_number": n, "statistical_value": 300} for n in (1, 2, 3)]
    take_in(*(lot | item for lot in lots(4, day) for item in items))
    assert [(hit["item_number"], hit["declared"], hit["reference"]) for hit in run(RULE)] == [(1, "4", "3600.00 USD")]
    # The lot counts, not its items.
    assert run(RULE, small_value=899.0) == []


def test_two_kinds_of_goods_in_one_declaration_are_two_reasons(take_in, run, day):
    other = {"item_number": 2, "hs_code": "6204623900"}
    take_in(*lots(4, day), *(lot | other for lot in lots(4, day, value=700)))
    assert [(hit["item_number"], hit["reference_id"]) for hit in run(RULE)] == [(1, "690890"), (2, "620462")]


def test_a_series_that_ended_yesterday_is_not_todays(take_in, run, day):
    take_in(*lots(4, day - timedelta(days=1)))
    assert run(RULE) == []


def test_of_priority_goods_two_small_lots_are_enough(take_in, run, day):
    chips = {"hs_code": "8542310000"}
    take_in(*lots(2, day, value=400, **chips))
    assert [(hit["declared"], hit["strength"]) for hit in run(RULE)] == [("2", 0.5)]
    assert run(RULE, least_priority_total_value=801.0) == []
    take_in(*({**lot, "declaration_id": f"T{n}"} for n, lot in enumerate(lots(2, day, value=400, **chips))))
    assert {hit["strength"] for hit in run(RULE)} == {0.75}
