"""Editions of the HS: each day from 2012 on has exactly one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hs_codes import Edition, edition_on
from screening.errors import NotFoundError


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2012, 1, 1), Edition.HS2012),
        (date(2016, 12, 31), Edition.HS2012),
        (date(2017, 1, 1), Edition.HS2017),
        (date(2021, 12, 31), Edition.HS2017),
        (date(2022, 1, 1), Edition.HS2022),
        (date(2027, 12, 31), Edition.HS2022),
        (date(2028, 1, 1), Edition.HS2028),
    ],
)
def test_an_edition_begins_and_ends_on_its_day(day: date, edition: Edition) -> None:
    assert edition_on(day) is edition


def test_days_without_an_edition_are_refused() -> None:
    with pytest.raises(NotFoundError, match="2011-12-31"):
        edition_on(date(2011, 12, 31))


@given(st.dates(date(2012, 1, 1), date(2040, 12, 31)))
def test_editions_neither_overlap_nor_leave_gaps(day: date) -> None:
    assert [edition for edition in Edition if edition.valid_from <= day <= edition.valid_to] == [edition_on(day)]


def test_each_edition_follows_the_one_before() -> None:
    editions = list(Edition)
    for earlier, later in pairwise(editions):
        assert later.valid_from - earlier.valid_to == timedelta(days=1)


def test_an_edition_knows_the_one_it_replaced() -> None:
    assert [edition.earlier for edition in Edition] == [None, Edition.HS2012, Edition.HS2017, Edition.HS2022]
