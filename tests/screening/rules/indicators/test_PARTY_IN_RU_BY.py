RULE = "PARTY_IN_RU_BY"


def chips(case, **changes):
    return {"declaration_id": case, "hs_code": "8542310000", "origin_country_code": "TW"} | changes


def test_parties_of_the_two_countries_behind_an_import(take_in, run):
    take_in(
        chips("carrier", carrier_country_code="RU"),
        chips("declarant", declarant_country_code="BY", carrier_country_code="RU"),
        chips("responsible", responsible_country_code="RU"),
    )
    assert [(hit["declaration_id"], hit["declared"], hit["strength"]) for hit in run(RULE)] == [
        ("carrier", "carrier RU", 0.5),
        ("declarant", "declarant BY, carrier RU", 1.0),
        ("responsible", "responsible RU", 1.0),
    ]


def test_ordinary_imports(take_in, run):
    russian = {"responsible_country_code": "RU"}
    take_in(
        chips("nobody"),
        chips("at home", responsible_country_code="KZ"),
        chips("tiles", hs_code="6908909100", **russian),
        chips("made in China", **russian | {"origin_country_code": "CN"}),
        chips("made in Russia", **russian | {"origin_country_code": "RU"}),
        chips("for Russia", destination_country_code="RU", **russian),
        chips("export", flow="export", **russian),
    )
    assert run(RULE) == []
