from datetime import timedelta

import pytest

RULE = "DORMANT_CONSIGNEE"


@pytest.fixture
def last_seen(take_in, day):
    """Return a function that lets the consignee trade so many days ago."""

    def load(*days):
        take_in(*({"declaration_id": f"P{n}", "registration_date": day - timedelta(days=n)} for n in days))

    return load


def test_back_after_a_year_with_chips(last_seen, take_in, run):
    last_seen(400, 365)
    take_in({"hs_code": "8542310000"})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("8542310000", "2025-11-20", "1")
    assert hit["strength"] == pytest.approx(0.5 + 0.5 * 365 / 540, abs=1e-4)


@pytest.mark.parametrize("days", [(400, 179), (400,), (400, 365, 20), ()])
def test_those_that_were_there_or_hardly_ever(last_seen, take_in, run, days):
    last_seen(*days)
    take_in({"hs_code": "8542310000"})
    assert run(RULE) == []


def test_other_goods_exports_and_half_a_year_to_the_day(last_seen, take_in, run):
    last_seen(400, 180)
    take_in({}, {"declaration_id": "out", "flow": "export", "hs_code": "8542310000"})
    assert run(RULE) == []
    take_in({"declaration_id": "chips", "hs_code": "8542310000"})
    assert [hit["declaration_id"] for hit in run(RULE)] == ["chips"]
