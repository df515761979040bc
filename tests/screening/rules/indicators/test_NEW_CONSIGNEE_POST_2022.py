from datetime import date, timedelta

import pytest

RULE = "NEW_CONSIGNEE_POST_2022"


def test_founded_after_the_day(take_in, company, run):
    company({"registered_date": date(2022, 2, 25)})
    take_in({"hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("8542310000", "2022-02-25", "1")


@pytest.mark.parametrize("founded", [date(2022, 2, 24), date(2010, 1, 1), date(2026, 11, 21), None])
def test_founded_before_or_not_yet(take_in, company, run, founded):
    company({"registered_date": founded})
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_lower_tiers_and_exports(take_in, company, run, day):
    company({"registered_date": day - timedelta(days=9)})
    take_in({"hs_code": "8504409000"}, {"declaration_id": "out", "flow": "export", "hs_code": "8542310000"})
    assert run(RULE) == []
