RULE = "TRANSIT_THROUGH_RU_BY"


def transit(case, **changes):
    given = {"flow": "transit", "hs_code": "8542310000", "origin_country_code": "DE", "carrier_country_code": "BY"}
    return given | {"declaration_id": case, "destination_country_code": "KG"} | changes


def test_priority_goods_with_carriers_and_papers_of_the_two_countries(take_in, run):
    take_in(transit("carrier"), transit("both", declarant_country_code="RU", item_number=1))
    found = run(RULE)
    assert [(hit["declaration_id"], hit["declared"], hit["strength"]) for hit in found] == [
        ("both", "BY, RU", 1.0),
        ("carrier", "BY", 0.8),
    ]
    assert {(hit["subject"], hit["reference"], hit["reference_id"]) for hit in found} == {("route", "DE", "1")}


def test_ordinary_transits(take_in, run):
    take_in(
        transit("tiles", hs_code="6908909100"),
        transit("an import", flow="import"),
        transit("made and sent where nothing is banned", origin_country_code="CN", dispatch_country_code="CN"),
        transit("others carry it", carrier_country_code="KZ"),
        transit("nobody is named", carrier_country_code=None),
        transit("declared for Russia", destination_country_code="RU"),
        transit("no origin", origin_country_code=None),
        transit("yesterday", registration_date="2026-11-19"),
    )
    assert run(RULE) == []
    take_in(transit("nobody says where to", destination_country_code=None))
    assert [hit["declaration_id"] for hit in run(RULE)] == ["nobody says where to"]


def test_goods_of_asia_on_a_detour_by_europe(take_in, run):
    take_in(transit("detour", origin_country_code="MY", dispatch_country_code="PL"))
    assert [(hit["reference"], hit["strength"]) for hit in run(RULE)] == [("MY", 0.8)]
