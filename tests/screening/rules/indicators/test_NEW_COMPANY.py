from datetime import timedelta

import pytest

RULE = "NEW_COMPANY"


def test_founded_last_month(take_in, company, run, day):
    company({"registered_date": day - timedelta(days=30)})
    take_in({"hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert (hit["subject"], hit["declared"], hit["reference"]) == ("consignee", "8542310000", "2026-10-21")
    assert hit["strength"] == pytest.approx(1 - 0.5 * 30 / 120)


@pytest.mark.parametrize("days", [120, 4000, -1, None])
def test_older_firms_and_dates_that_cannot_be(take_in, company, run, day, days):
    company({"registered_date": None if days is None else day - timedelta(days=days)})
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_lower_tiers_say_less(take_in, company, run, day):
    company({"registered_date": day - timedelta(days=30)})
    take_in({"hs_code": "8504409000"})
    assert [hit["strength"] for hit in run(RULE)] == [pytest.approx(0.6 * (1 - 0.5 * 30 / 120))]


def test_other_goods_and_firms_that_the_register_does_not_know(take_in, company, run, day):
    company({"registered_date": day})
    take_in(
        {},
        {"declaration_id": "export", "flow": "export", "hs_code": "8542310000"},
        {"declaration_id": "unknown", "hs_code": "8542310000", "consignee_tax_id": "7" * 12},
        {"declaration_id": "no number", "hs_code": "8542310000", "consignee_tax_id": None},
    )
    assert run(RULE) == []
