import json

RULE = "INDIRECT_ROUTING"


def route(origin, dispatch, trade, destination="KZ", **changes):
    return {
        "origin_country_code": origin,
        "dispatch_country_code": dispatch,
        "trade_country_code": trade,
        "destination_country_code": destination,
    } | changes


def test_priority_goods_by_way_of_a_hub(take_in, run):
    take_in(route("TW", "AE", "CN", hs_code="8542310000"))
    (hit,) = run(RULE)
    assert (hit["subject"], hit["item_number"], hit["strength"]) == ("route", 1, 1.0)
    assert hit["declared"] == "TW → AE → KZ (CN)"
    assert (hit["reference"], hit["reference_id"], hit["reference_list"]) == ("AE", "hub", "INDICATOR")
    assert json.loads(hit["detail"]) == {"origin": "TW", "dispatch": "AE", "trade": "CN", "is_priority_goods": True}


def test_other_goods_weigh_less(take_in, run):
    take_in(route("TW", "AE", "CN"))
    assert [hit["strength"] for hit in run(RULE)] == [0.4]


def test_detours(take_in, run):
    detours = {
        "the hub only trades": (("TW", "CN", "HK", "KZ"), "HK"),
        "two hubs": (("TW", "AE", "TR", "KZ"), "AE, TR"),
        "the origin is a hub too, and counts as origin only": (("TR", "AE", "CN", "KZ"), "AE"),
        "nobody says where it goes": (("TW", "AE", "CN", None), "AE"),
        "it ends in the hub": (("TW", "AE", "CN", "AE"), "AE"),
    }
    take_in(*(route(*countries, declaration_id=case) for case, (countries, _) in detours.items()))
    assert {hit["declaration_id"]: hit["reference"] for hit in run(RULE)} == {
        case: hubs for case, (_, hubs) in detours.items()
    }


def test_ordinary_routes(take_in, run):
    routes = {
        "goods of the hub itself": ("AE", "AE", "CN", "KZ"),
        "sold and sent from one country": ("TW", "AE", "AE", "KZ"),
        "sold by the maker, sent from its store": ("TW", "AE", "TW", "KZ"),
        "made in the hub, which is no place on the way": ("AE", "CN", "DE", "KZ"),
        "three countries, no hub": ("TW", "CN", "DE", "KZ"),
        "the buyer's is the trading country": ("TW", "AE", "KZ", "KZ"),
        "no origin": (None, "AE", "CN", "KZ"),
        "no dispatch": ("TW", None, "AE", "KZ"),
        "no trading country": ("TW", "AE", None, "KZ"),
    }
    take_in(*(route(*countries, declaration_id=case) for case, countries in routes.items()))
    assert run(RULE) == []


def test_a_declaration_has_one_reason_its_most_telling_item(take_in, run):
    take_in(
        route("TW", "AE", "CN"),
        route("TW", "AE", "CN", item_number=2, hs_code="8542310000"),
        route("TW", "AE", "CN", item_number=3, hs_code="8542320000"),
        route("TW", "AE", "CN", declaration_id="other"),
    )
    assert [(hit["item_number"], hit["strength"]) for hit in run(RULE)] == [(2, 1.0), (1, 0.4)]


def test_other_days_are_not_looked_at(take_in, run):
    take_in(route("TW", "AE", "CN", registration_date="2026-11-19"))
    assert run(RULE) == []


def test_the_hubs_are_the_policys(take_in, run):
    take_in(route("TW", "AE", "CN"))
    assert run(RULE, hubs=["TR"]) == []
