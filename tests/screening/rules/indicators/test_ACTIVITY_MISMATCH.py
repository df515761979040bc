import pytest

RULE = "ACTIVITY_MISMATCH"


@pytest.mark.parametrize("activity", ["56101", "01.11", "96"])
def test_kitchens_and_farms_that_import_chips(take_in, company, run, activity):
    company({"activity_code": activity})
    take_in({"hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("8542310000", activity, "1")


@pytest.mark.parametrize("activity", ["46520", "26", "62.01", None])
def test_trades_that_use_them(take_in, company, run, activity):
    company({"activity_code": activity})
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_other_goods_and_exports(take_in, company, run):
    company({"activity_code": "56101"})
    take_in({}, {"declaration_id": "lower", "hs_code": "8504409000"})
    take_in({"declaration_id": "out", "flow": "export", "hs_code": "8542310000"})
    assert run(RULE) == []
