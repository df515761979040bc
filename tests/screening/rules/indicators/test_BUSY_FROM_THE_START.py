from datetime import timedelta

RULE = "BUSY_FROM_THE_START"
CHIPS = {"hs_code": "8542310000"}


def before(count, day, days=8, **changes):
    """So many declarations of the consignee, the first of them so many days ago."""
    return [
        {"declaration_id": f"B{n}", "registration_date": day - timedelta(days=days - n % days)} | changes
        for n in range(count)
    ]


def test_the_fourth_declaration_within_days(old_lake, take_in, run, day):
    take_in(*before(3, day), CHIPS)
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("4", "2026-11-12", "854231")
    assert hit["strength"] == 0.625


def test_three_on_the_first_day(old_lake, take_in, run):
    take_in(*({"declaration_id": f"T{n}"} | CHIPS for n in range(3)))
    assert [hit["strength"] for hit in run(RULE)] == [0.5, 0.5, 0.5]


def test_slow_beginners_old_firms_and_young_lakes(old_lake, take_in, run, day):
    take_in(*before(1, day), CHIPS)
    assert run(RULE) == []
    take_in(*({**one, "declaration_id": f"A{n}"} for n, one in enumerate(before(3, day, days=40))))
    assert run(RULE) == []


def test_a_young_lake_cannot_know_who_is_new(take_in, run, day):
    take_in(*before(3, day), CHIPS)
    assert run(RULE) == []


def test_ordinary_goods_and_exports(old_lake, take_in, run, day):
    take_in(*before(3, day), {}, {"declaration_id": "export", "flow": "export"} | CHIPS)
    assert run(RULE) == []
