"""HS codes: form, spellings, places in the tree, and the column expression beside the type."""

import pickle

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hs_codes import Edition, HSCode, HSCodeError, clean_codes
from screening.errors import ScreeningError

CHAPTERS = [f"{number:02}" for number in range(1, 100) if number != 77]
codes = st.builds(
    lambda chapter, pairs: chapter + "".join(pairs),
    st.sampled_from(CHAPTERS),
    st.lists(st.from_regex(r"[0-9]{2}", fullmatch=True), max_size=4),
)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("854231", "854231"),
        ("8542.31", "854231"),
        (" 8542.31 ", "854231"),
        ("85", "85"),
        ("0101", "0101"),
        ("8542 31 900 0", "8542319000"),
        ("8542\u00a031\u00a0900\u00a00", "8542319000"),
        ("8542 31 90", "85423190"),
        ("8542.31.90.00", "8542319000"),
        ("8542-31", "854231"),
        ("8542319000", "8542319000"),
    ],
)
def test_spellings_in_use_are_read(written: str, digits: str) -> None:
    assert HSCode.parse(written).digits == digits


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "8",
        "854",
        "854231900",  # 9 digits: a leading or trailing zero may be lost, which one is unknown
        "85423190001",  # 11 digits: an ASYCUDA code with its precision
        "854231900000",
        "00",
        "0012",
        "77",
        "771234",
        "85423.1",  # a number that lost its last zero
        "8542..31",
        "8542,31",
        "8542.31.",
        "854231.0",
        "85 4231 9000 0",
        "８５４２",  # full-width digits
        "8542O1",
        "8542\n31",
        "854231\n854232",
        "-854231",
    ],
)
def test_what_is_not_a_code_is_refused(written: str) -> None:
    with pytest.raises(HSCodeError) as caught:
        HSCode.parse(written)
    assert caught.value.remedy
    assert isinstance(caught.value, ScreeningError)
    assert isinstance(caught.value, ValueError)
    assert pl.select(clean_codes(pl.lit(written))).item() is None


def test_the_constructor_takes_digits_only() -> None:
    with pytest.raises(HSCodeError):
        HSCode("8542.31")
    with pytest.raises(HSCodeError):
        HSCode("854231\n")


def test_the_error_survives_pickling() -> None:
    with pytest.raises(HSCodeError) as caught:
        HSCode("1")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_places_in_the_tree() -> None:
    code = HSCode("8542319010")
    assert (code.chapter, code.heading, code.subheading) == ("85", "8542", "854231")
    assert HSCode("8542").subheading is None
    assert HSCode("85").heading is None
    assert code.is_within(HSCode("8542"))
    assert code.is_within(code)
    assert not code.is_within(HSCode("854232"))
    assert not HSCode("8542").is_within(code)


def test_a_code_of_another_edition_is_another_code() -> None:
    assert HSCode("854150", Edition.HS2017) != HSCode("854150", Edition.HS2022)
    assert not HSCode("854150", Edition.HS2017).is_within(HSCode("8541", Edition.HS2022))


def test_a_code_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        HSCode("8542").digits = "8541"  # type: ignore[misc]


@given(codes)
def test_printing_and_reading_give_the_code_back(digits: str) -> None:
    code = HSCode(digits)
    assert HSCode.parse(str(code)) == code


@given(st.one_of(codes, st.from_regex(r"[0-9 .\-\u00a0]{1,14}", fullmatch=True), st.text(max_size=14)))
def test_the_column_expression_agrees_with_the_type(written: str) -> None:
    try:
        expected = HSCode.parse(written).digits
    except HSCodeError:
        expected = None
    assert pl.select(clean_codes(pl.lit(written, dtype=pl.String))).item() == expected


def test_a_column_keeps_its_nulls() -> None:
    frame = pl.DataFrame({"hs_code": ["8542.31", None, "none"]})
    assert frame.select(clean_codes(pl.col("hs_code")))["hs_code"].to_list() == ["854231", None, None]
