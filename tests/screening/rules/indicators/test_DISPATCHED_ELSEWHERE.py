from datetime import timedelta

RULE = "DISPATCHED_ELSEWHERE"


def chips(case, **changes):
    sent = {"hs_code": "8542310000", "origin_country_code": "TW", "dispatch_country_code": "HK"}
    return {"declaration_id": case} | sent | changes


def test_chips_of_taiwan_from_hong_kong(take_in, run):
    take_in(chips("detour"))
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"], hit["strength"]) == ("HK", "TW", "1", 1.0)


def test_lower_tiers_and_old_partners_say_less(take_in, run, day):
    take_in(chips("lower tier", hs_code="8504409000"))
    assert [hit["strength"] for hit in run(RULE)] == [0.5]
    take_in(chips("last winter", registration_date=day - timedelta(days=200)))
    assert [hit["strength"] for hit in run(RULE)] == [0.25]


def test_partners_of_last_month_are_no_old_ones(take_in, run, day):
    take_in(chips("detour"), chips("last month", registration_date=day - timedelta(days=30)))
    assert [hit["strength"] for hit in run(RULE)] == [1.0]


def test_ordinary_ways(take_in, run):
    take_in(
        chips("straight", dispatch_country_code="TW"),
        chips("within one market", origin_country_code="DE", dispatch_country_code="PL"),
        chips("tiles", hs_code="6908909100"),
        chips("export", flow="export"),
        chips("origin unknown", origin_country_code=None),
        chips("dispatch unknown", dispatch_country_code=None),
    )
    assert run(RULE) == []
