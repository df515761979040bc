from datetime import timedelta

RULE = "REEXPORT_DECLARED"


def export(case, **changes):
    sent = {"flow": "export", "hs_code": "8542310000", "origin_country_code": "TW", "destination_country_code": "KG"}
    firm = {"consignor_name": "ТОО «Ақ Бидай Құрылыс»", "consignor_tax_id": "990140000012", "consignee_tax_id": None}
    return {"declaration_id": case} | sent | firm | changes


def test_goods_of_others_go_on(take_in, run, day):
    take_in(export("never imported"))
    assert [(hit["declared"], hit["reference"], hit["strength"]) for hit in run(RULE)] == [("KG", "TW", 0.6)]
    take_in({"declaration_id": "import", "hs_code": "8542310000", "registration_date": day - timedelta(days=90)})
    assert [hit["strength"] for hit in run(RULE)] == [1.0]


def test_ordinary_exports(take_in, run):
    take_in(
        export("made at home", origin_country_code="KZ"),
        export("to Germany", destination_country_code="DE"),
        export("tiles", hs_code="6908909100"),
        export("an import", flow="import"),
        export("nowhere", destination_country_code=None),
    )
    assert run(RULE) == []
