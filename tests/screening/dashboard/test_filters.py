from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.dashboard.filters import Filters

QUERY = {
    "day": "2025-12-12",
    "severity": "critical,high",
    "rule": "CHPL_HIT",
    "list": "OFAC-SDN,UN-SC",
    "office": "50404",
    "corridor": "AE → HK → KZ",
    "hs": "8542",
    "trader": "ТОО «Береке, Мотор»",
    "assignee": "aigerim",
    "status": "escalated",
    "search": "9000001 & co",
    "sort": "due",
    "page": "3",
}


def test_a_view_survives_the_way_through_the_address():
    filters = Filters.read(QUERY)
    assert dict(parse_qsl(filters.query())) == QUERY
    assert Filters.read(dict(parse_qsl(filters.query()))) == filters
    assert filters.since == filters.until == date(2025, 12, 12)


def test_what_is_as_always_is_not_in_the_address():
    assert Filters().address() == "/"
    assert Filters().address(severity=("high",)) == "/?severity=high"


def test_another_filter_leads_back_to_the_first_page():
    filters = Filters(page=4)
    assert filters.changed(search="x").page == 1
    assert filters.changed(page=5).page == 5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("severity", "grave"),
        ("status", "'; DROP"),
        ("sort", "random"),
        ("page", "-3"),
        ("page", "9" * 40),
        ("since", "soon"),
    ],
)
def test_what_cannot_be_read_does_not_narrow_the_view(name, value):
    assert Filters.read({name: value}) == Filters()


@given(st.dictionaries(st.sampled_from(sorted(QUERY)), st.text(max_size=300)))
def test_any_address_can_be_read_and_written_again(query):
    filters = Filters.read(query)
    assert Filters.read(dict(parse_qsl(filters.query()))) == filters
