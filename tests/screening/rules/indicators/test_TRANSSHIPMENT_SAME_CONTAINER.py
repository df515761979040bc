from datetime import timedelta

import pytest

RULE = "TRANSSHIPMENT_SAME_CONTAINER"
BOX = {"container_numbers": "FICU1234567; FICU7654321"}


@pytest.fixture
def before(take_in, day):
    """Return a function that brings the container here for another consignee, so many days ago."""

    def load(days=10, **changes):
        other = {"declaration_id": "before", "consignee_tax_id": "7" * 12, "container_numbers": "ficu1234567"}
        take_in(other | {"registration_date": day - timedelta(days=days)} | changes)

    return load


def test_the_same_goods_in_the_same_container_for_somebody_else(before, take_in, run):
    before()
    take_in(BOX)
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("FICU1234567", "before", "2026-11-10")
    assert (hit["subject"], hit["strength"]) == ("transport", 0.5)


@pytest.mark.parametrize(
    ("days", "changes"),
    [
        (22, {}),
        (10, {"hs_code": "6907210000"}),
        (10, {"net_mass_kg": 500}),
        (10, {"consignee_tax_id": "990140000012"}),
        (10, {"container_numbers": "FICU1234568"}),
        (10, {"container_numbers": None}),
        (10, {"net_mass_kg": None}),
    ],
)
def test_ordinary_returns_of_a_container(before, take_in, run, days, changes):
    before(days, **changes)
    take_in(BOX)
    assert run(RULE) == []


def test_no_container_and_priority_goods(before, take_in, run):
    before(hs_code="8542310000")
    take_in({"declaration_id": "none", "hs_code": "8542310000"})
    assert run(RULE) == []
    take_in(BOX | {"hs_code": "8542310000"})
    assert [hit["strength"] for hit in run(RULE)] == [1.0]
