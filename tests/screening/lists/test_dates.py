from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.lists.dates import birth_dates, date_in_name, full_date, partial_date, written_date, years_between


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-11-18T23:00:09.174Z", date(2025, 11, 18)),
        ("2026-05-01T00:00:00.000+02:00", date(2026, 5, 1)),
        ("24.2.2022", date(2022, 2, 24)),
        ("24 Feb 2022", date(2022, 2, 24)),
        ("Feb 2022", None),
        ("2022-02-30", None),
        ("31.2.2022", None),
        ("", None),
        (None, None),
    ],
)
def test_a_full_date_is_a_day_or_nothing(text, expected):
    assert full_date(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sdn_2024-04-26", date(2024, 4, 26)),
        ("sdn_20240426.csv", date(2024, 4, 26)),
        ("2021-07", None),
        ("id_20249999", None),
        ("1234567890123", None),
    ],
)
def test_a_date_in_a_name(name, expected):
    assert date_in_name(name) == expected


def test_written_dates():
    assert written_date("Nov. 1973") == "1973-11"
    assert written_date("1973") == "1973"
    assert written_date("Nonsense 1973") is None


def test_impossible_parts_are_dropped_not_guessed():
    assert partial_date(1960, 13, 1) == "1960"
    assert partial_date(1961, 2, 29) == "1961-02"
    assert partial_date(61) is None


def test_years_of_a_range():
    assert years_between(1962, 1960) == ["1960", "1961", "1962"]
    assert years_between(1900, 1950) == ["1900", "1950"]


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -./toTcircaJnFebDc", max_size=30))
def test_any_text_gives_iso_dates_or_none(text):
    for found in birth_dates(text):
        assert date.fromisoformat((found + "-01-01")[:10] if len(found) < 10 else found)
