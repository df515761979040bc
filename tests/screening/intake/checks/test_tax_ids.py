"""Check digits against python-stdnum and against numbers worked out by hand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ru import inn

from screening.intake.checks.tax_ids import is_bin_or_iin, is_inn, wrong


def _holds(check, text):
    return pl.select(check(pl.lit(text, dtype=pl.String))).item()


def _bin(first_eleven: str) -> str | None:
    """The number with its check digit, the slow way."""
    for weights in (range(1, 12), [*range(3, 12), 1, 2]):
        rest = sum(int(digit) * weight for digit, weight in zip(first_eleven, weights, strict=True)) % 11
        if rest < 10:
            return first_eleven + str(rest)
    return None


@given(st.from_regex(r"\A[0-9]{11}\Z"))
def test_bin_and_iin(eleven):
    number = _bin(eleven)
    if number:
        assert _holds(is_bin_or_iin, number)
        assert not _holds(is_bin_or_iin, number[:11] + str((int(number[11]) + 1) % 10))


@given(st.from_regex(r"\A([0-9]{10}|[0-9]{12})\Z"))
def test_inn_as_stdnum_has_it(number):
    assert _holds(is_inn, number) == inn.is_valid(number)


@pytest.mark.parametrize("text", ["", "12345678901", "1234567890123", "12345678901x", "١٢٣٤٥٦٧٨٩٠١٢"])
def test_other_texts_are_none(text):
    assert not _holds(is_bin_or_iin, text)
    assert not _holds(is_inn, text)


def test_wrong_numbers_of_a_column():
    numbers = pl.Series(["990140000012", _bin("99014000001"), "7707083893", None])
    assert wrong(numbers, "RU").to_list().count("7707083893") == 0
    assert set(wrong(numbers, "KZ")) == {"990140000012", "7707083893"} - {_bin("99014000001")}
