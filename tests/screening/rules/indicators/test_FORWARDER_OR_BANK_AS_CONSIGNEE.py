import pytest

RULE = "FORWARDER_OR_BANK_AS_CONSIGNEE"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ТОО «Вымышленная Логистика»", "forwarder"),
        ("FICTIONAL FREIGHT LLP", "forwarder"),
        ("ТОО «Карго Пример»", "forwarder"),
        ("АО «Вымышленный Банк»", "bank"),
        ("Fictional Bank JSC", "bank"),
    ],
)
def test_who_moves_or_pays_for_goods_of_others(take_in, run, name, kind):
    take_in({"hs_code": "8542310000", "consignee_name": name})
    (hit,) = run(RULE)
    assert (hit["subject"], hit["declared"], hit["reference"], hit["strength"]) == ("consignee", name, kind, 1.0)


@pytest.mark.parametrize(
    "name",
    [None, "ТОО «Ақ Бидай Құрылыс»", "ТОО «Банковские Технологии»", "ТОО «Экскаватор»", "BANKSIA FLOWERS LLP"],
)
def test_other_names(take_in, run, name):
    take_in({"hs_code": "8542310000", "consignee_name": name})
    assert run(RULE) == []


def test_other_goods_and_exports(take_in, run):
    cargo = {"consignee_name": "FICTIONAL CARGO LLP"}
    take_in(cargo, cargo | {"declaration_id": "out", "flow": "export", "hs_code": "8542310000"})
    assert run(RULE) == []
    take_in(cargo | {"declaration_id": "lower", "hs_code": "8504409000"})
    assert [hit["strength"] for hit in run(RULE)] == [0.7]
