import json
from datetime import timedelta

import pytest

RULE = "NEW_CONSIGNEE_HIGH_TIER"
OLD = {"declaration_id": "old", "consignee_tax_id": "000000000001", "consignee_name": "ТОО «Байырғы»"}


def chips(**changes):
    return {"hs_code": "8542310000"} | changes


@pytest.fixture
def grown_lake(take_in, day):
    """A lake that has seen other consignees for a year."""
    take_in(OLD | {"registration_date": day - timedelta(days=365)})


def test_a_consignee_seen_for_the_first_time(grown_lake, take_in, run):
    take_in(chips())
    (hit,) = run(RULE)
    assert (hit["subject"], hit["item_number"], hit["strength"]) == ("consignee", 1, 1.0)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("8542310000", "2026-11-20", "1")
    assert json.loads(hit["detail"]) == {"first_seen": "2026-11-20", "days_known": 0}


def test_novelty_wears_off_within_ninety_days(grown_lake, take_in, run, day):
    known_for = (1, 45, 89, 90, 300)
    take_in(
        *(
            {
                "declaration_id": f"first {days}",
                "consignee_tax_id": f"9{days:011}",
                "registration_date": day - timedelta(days=days),
            }
            for days in known_for
        ),
        *(chips(declaration_id=f"{days}", consignee_tax_id=f"9{days:011}") for days in known_for),
    )
    assert {hit["declaration_id"]: hit["strength"] for hit in run(RULE)} == {
        "1": pytest.approx(1 - 0.5 / 90),
        "45": pytest.approx(0.75),
        "89": pytest.approx(1 - 0.5 * 89 / 90),
    }


def test_look_alikes(grown_lake, take_in, run):
    cases = {
        "other goods": {"hs_code": "6908909100"},
        "a lower tier": {"hs_code": "8504409000"},
        "sent abroad": {"flow": "export"},
        "in transit": {"flow": "transit"},
        "nobody named": {"consignee_name": None, "consignee_tax_id": None},
        "an old consignee": {name: OLD[name] for name in ("consignee_name", "consignee_tax_id")},
    }
    take_in(*(chips(declaration_id=case, **changes) for case, changes in cases.items()))
    take_in(chips(declaration_id="yesterday", registration_date="2026-11-19", consignee_tax_id="000000000077"))
    assert run(RULE) == []


def test_a_young_lake_cannot_know_who_is_new(take_in, run, day):
    take_in(chips())
    assert run(RULE) == [], "the first day of a lake"
    take_in(OLD | {"registration_date": day - timedelta(days=89)})
    assert run(RULE) == []
    take_in(OLD | {"declaration_id": "older", "registration_date": day - timedelta(days=90)})
    assert len(run(RULE)) == 1


def test_without_a_tax_number_the_name_counts_whatever_its_case(grown_lake, take_in, run, day):
    take_in(chips(declaration_id="a", consignee_tax_id=None, consignee_name="ТОО «Жаңа»"))
    assert [hit["declaration_id"] for hit in run(RULE)] == ["a"]
    earlier = {"declaration_id": "b", "registration_date": day - timedelta(days=200)}
    take_in(earlier | {"consignee_tax_id": None, "consignee_name": " тоо «жаңа»"})
    assert run(RULE) == []


def test_a_firm_known_by_name_does_not_become_new_when_its_number_is_declared(grown_lake, take_in, run, day):
    take_in({"declaration_id": "b", "registration_date": day - timedelta(days=200), "consignee_tax_id": None})
    take_in(chips())
    assert run(RULE) == []


def test_a_firm_known_by_number_does_not_become_new_when_the_number_is_left_out(grown_lake, take_in, run, day):
    take_in({"declaration_id": "b", "registration_date": day - timedelta(days=200)})
    take_in(chips(consignee_tax_id=None))
    assert run(RULE) == []


def test_a_new_number_under_an_old_name_is_new(grown_lake, take_in, run, day):
    """Two firms may share a name; a number that was never seen is a firm that was never seen."""
    take_in({"declaration_id": "b", "registration_date": day - timedelta(days=200)})
    take_in(chips(consignee_tax_id="000000000099"))
    assert len(run(RULE)) == 1


def test_one_reason_for_a_declaration_its_highest_tier(grown_lake, take_in, run):
    take_in(chips(hs_code="8517620000"), chips(item_number=2), chips(item_number=3))
    assert [(hit["item_number"], hit["reference_id"]) for hit in run(RULE)] == [(2, "1")]


def test_items_of_one_declaration_may_go_to_an_old_and_a_new_consignee(grown_lake, take_in, run):
    take_in(chips() | {k: v for k, v in OLD.items() if k != "declaration_id"}, chips(item_number=2))
    assert [hit["item_number"] for hit in run(RULE)] == [2]


def test_a_declaration_lodged_later_does_not_make_a_consignee_known(grown_lake, take_in, run, day):
    take_in(chips())
    take_in({"declaration_id": "next", "registration_date": day + timedelta(days=1)})
    assert len(run(RULE)) == 1
