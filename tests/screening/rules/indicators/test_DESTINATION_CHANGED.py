RULE = "DESTINATION_CHANGED"


def test_another_destination(supersede, take_in, run):
    supersede({})
    take_in({"correction_number": 1, "destination_country_code": "KG", "hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert hit["declared"].startswith("KG, ")
    assert (hit["reference"][:4], hit["reference_id"], hit["strength"]) == ("KZ, ", "correction 1", 1.0)


def test_another_consignee_of_other_goods(supersede, take_in, run):
    supersede({})
    take_in({"correction_number": 1, "consignee_tax_id": "7" * 12})
    assert [hit["strength"] for hit in run(RULE)] == [0.5]


def test_what_is_filled_in_or_stays_is_no_change(supersede, take_in, run):
    supersede(
        {"declaration_id": "filled", "destination_country_code": None},
        {"declaration_id": "number", "consignee_tax_id": None},
        {"declaration_id": "same"},
        {"declaration_id": "emptied"},
        {"declaration_id": "spelling", "consignee_tax_id": None, "consignee_name": " ТОО «АҚ БИДАЙ ҚҰРЫЛЫС»"},
    )
    take_in(
        *({"declaration_id": case, "correction_number": 1} for case in ("filled", "number", "same")),
        {"declaration_id": "emptied", "correction_number": 1, "destination_country_code": None},
        {"declaration_id": "spelling", "correction_number": 1, "consignee_tax_id": None},
        {"declaration_id": "never corrected", "destination_country_code": "KG"},
    )
    assert run(RULE) == []
