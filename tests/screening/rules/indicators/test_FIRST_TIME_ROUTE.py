from datetime import timedelta

import pytest

RULE = "FIRST_TIME_ROUTE"
CHIPS = {
    "hs_code": "8542310000",
    "origin_country_code": "TW",
    "dispatch_country_code": "CN",
    "trade_country_code": "HK",
}


@pytest.fixture
def routes(take_in, day):
    """Return a function that lets fifty declarations of the chapter come by one route, from so many days ago on."""

    def load(days=300, **changes):
        take_in(
            *(
                {"declaration_id": f"P{n}", "hs_code": "8516797000"}
                | changes
                | {"registration_date": day - timedelta(days=days - n)}
                for n in range(50)
            )
        )

    return load


def test_a_route_that_nobody_took(routes, take_in, run):
    routes()
    take_in(CHIPS)
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("TW → CN → KZ (HK)", "1", "85")


def test_known_and_straight_routes_and_other_goods(routes, take_in, run):
    routes(**{name: value for name, value in CHIPS.items() if name != "hs_code"})
    take_in(
        CHIPS | {"declaration_id": "known"},
        {"declaration_id": "straight", "hs_code": "8542310000"},
        CHIPS | {"declaration_id": "tiles", "hs_code": "6908909100"},
        CHIPS | {"declaration_id": "no trading country", "trade_country_code": None},
    )
    assert run(RULE) == []


def test_a_young_lake_and_a_rare_chapter_know_no_routes(routes, take_in, run):
    routes(days=170)
    take_in(CHIPS)
    assert run(RULE) == []
    assert len(run(RULE, least_history_days=30)) == 1
    assert run(RULE, least_history_days=30, least_declarations=51) == []
