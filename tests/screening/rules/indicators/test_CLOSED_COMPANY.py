from datetime import timedelta

import pytest

RULE = "CLOSED_COMPANY"


def test_consignee_and_consignor_that_were_struck_off(take_in, company, run, day):
    company(
        {"closed_date": day - timedelta(days=10)},
        {"tax_id": "7" * 12, "closed_date": day - timedelta(days=400)},
    )
    take_in({"consignor_tax_id": "7" * 12}, {"consignor_tax_id": "7" * 12, "item_number": 2})
    assert {(hit["subject"], hit["item_number"], hit["reference"]) for hit in run(RULE)} == {
        ("consignee", 1, "2026-11-10"),
        ("consignor", 1, "2025-10-16"),
    }


@pytest.mark.parametrize("days", [0, -5, None])
def test_firms_that_are_there(take_in, company, run, day, days):
    company({"closed_date": None if days is None else day - timedelta(days=days)})
    take_in({}, {"declaration_id": "no number", "consignee_tax_id": None})
    assert run(RULE) == []


def test_a_firm_without_a_name(take_in, company, run, day):
    company({"closed_date": day - timedelta(days=1)})
    take_in({"consignee_name": None})
    assert [hit["declared"] for hit in run(RULE)] == ["990140000012"]
