from screening.rules.parties.declared import declared_parties


def test_one_row_for_each_party_however_many_items_name_it(items):
    found = declared_parties(items({}, {"item_number": 2}))
    assert found.select("subject", "name").rows() == [
        ("consignee", "ТОО «Ақ Бидай Құрылыс»"),
        ("consignor", "NORDLICHT BAUSTOFFE GMBH"),
    ]


def test_items_that_name_different_consignees_are_different_parties(items):
    found = declared_parties(items({}, {"item_number": 2, "consignee_name": "ТОО «Екінші»", "consignee_tax_id": None}))
    assert found.filter(found["subject"] == "consignee")["name"].to_list() == ["ТОО «Ақ Бидай Құрылыс»", "ТОО «Екінші»"]


def test_one_party_in_several_roles_is_a_row_in_each(items):
    same = {f"{role}_tax_id": "990140000012" for role in ("declarant", "responsible", "carrier")}
    found = declared_parties(items(same | {f"{role.removesuffix('_tax_id')}_name": "ТОО «Бір»" for role in same}))
    assert sorted(found["subject"]) == ["carrier", "consignee", "consignor", "declarant", "responsible"]


def test_a_party_with_a_number_and_no_name_is_kept_and_one_with_neither_is_not(items):
    found = declared_parties(
        items({"consignee_name": None, "consignor_name": None, "consignor_tax_id": None, "carrier_country_code": "TR"})
    )
    assert found.rows() == [
        ("55301/201126/0000001", "consignee", None, "г. Алматы, ул. Примерная, 1", "KZ", "990140000012")
    ]


def test_a_day_without_items(items):
    assert declared_parties(items().clear()).is_empty()
