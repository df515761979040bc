from datetime import timedelta

import pytest

RULE = "SHARED_DIRECTOR"
MINE = "990140000012"


@pytest.fixture
def firms(company, company_link, day):
    """Return a function that gives one director so many other firms, founded so many days ago."""

    def load(count, days=200, director="800000000009", mine=None, **changes):
        others = [f"8{n:011}" for n in range(count)]
        company({}, *({"tax_id": tax_id, "registered_date": day - timedelta(days=days)} for tax_id in others))
        link = {"kind": "director", "linked_name": "ФИКТИВНЫЙ ДИРЕКТОР", "linked_tax_id": director}
        company_link(link | (mine or {}), *(link | {"company_tax_id": tax_id} | changes for tax_id in others))

    return load


def test_one_director_of_several_new_firms(firms, take_in, run):
    firms(4)
    take_in({"hs_code": "8542310000"}, {"declaration_id": "tiles"})
    found = run(RULE)
    assert [(hit["declared"], hit["reference"], hit["strength"]) for hit in found] == [
        ("4", "2026-05-04", 0.75),
        ("4", "2026-05-04", pytest.approx(0.3)),
    ]


def test_without_a_number_name_and_country_have_to_agree(firms, take_in, run):
    firms(3, director=None, linked_country_code="KZ", mine={"linked_country_code": "KG"})
    take_in({})
    assert run(RULE) == []


def test_by_name_and_country(firms, take_in, run):
    firms(3, director=None)
    take_in({})
    assert [hit["declared"] for hit in run(RULE)] == ["3"]


@pytest.mark.parametrize(
    ("count", "days", "changes"),
    [
        (1, 200, {}),
        (4, 1200, {}),
        (4, 200, {"kind": "owner"}),
        (4, 200, {"linked_tax_id": "7" * 12}),
    ],
)
def test_ordinary_directors(firms, take_in, run, count, days, changes):
    firms(count, days, **changes)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_those_that_left_and_those_to_come(firms, take_in, run, day):
    firms(4, to_date=day - timedelta(days=1))
    take_in({})
    assert run(RULE) == []
