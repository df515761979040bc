from datetime import timedelta

RULE = "HUB_CONSIGNOR_FOR_HIGH_TIER"


def chips(case, **changes):
    sold = {"hs_code": "8542310000", "origin_country_code": "TW", "consignor_country_code": "HK"}
    return {"declaration_id": case} | sold | changes


def test_a_new_seller_in_a_hub(old_lake, take_in, run):
    take_in(chips("new"))
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"], hit["strength"]) == ("HK", "TW", "1", 1.0)


def test_a_known_seller_and_a_young_lake_say_less(take_in, run, day):
    take_in(chips("known"))
    assert [hit["strength"] for hit in run(RULE)] == [0.6], "a young lake cannot know who is new"
    take_in(chips("long ago", registration_date=day - timedelta(days=200)))
    assert [hit["strength"] for hit in run(RULE)] == [0.6]


def test_ordinary_sellers(old_lake, take_in, run):
    take_in(
        chips("the maker's country", consignor_country_code="TW"),
        chips("no hub", consignor_country_code="DE"),
        chips("made in the hub", origin_country_code="HK"),
        chips("made in China", origin_country_code="CN"),
        chips("lower tier", hs_code="8504409000"),
        chips("tiles", hs_code="6908909100"),
        chips("export", flow="export"),
        chips("nobody", consignor_country_code=None),
    )
    assert run(RULE) == []
