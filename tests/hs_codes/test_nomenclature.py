"""The numbers of each edition: which exist, what is above and below, where goods went."""

from datetime import date

import polars as pl
import pytest

from hs_codes import Edition, HSCode
from hs_codes.nomenclature import (
    ancestors,
    children,
    conversion,
    convert,
    has_numbers,
    is_known,
    is_valid_on,
    subheadings,
)
from screening.errors import NotFoundError

PRINTED = [edition for edition in Edition if has_numbers(edition)]


@pytest.mark.parametrize(("edition", "count"), [(Edition.HS2012, 5206), (Edition.HS2017, 5388), (Edition.HS2022, 5613)])
def test_an_edition_has_all_its_subheadings(edition, count):
    assert subheadings(edition).len() == count


@pytest.mark.parametrize(
    ("code", "day", "valid"),
    [
        ("854151", date(2022, 1, 1), True),
        ("854151", date(2021, 12, 31), False),
        ("8541500000", date(2021, 12, 31), True),
        ("8541.50", date(2026, 11, 20), False),
        ("8806", date(2026, 11, 20), True),  # unmanned aircraft came in 2022
        ("8806", date(2020, 1, 1), False),
        ("85", date(2014, 1, 1), True),
    ],
)
def test_a_code_is_valid_in_the_edition_of_the_day(code, day, valid):
    assert is_valid_on(code, day) is valid


def test_a_whole_column_is_judged_at_once():
    frame = pl.DataFrame({"code": ["8542319000", "854150", "8541", "77", None]})
    assert frame.select(is_known(pl.col("code"), Edition.HS2022)).to_series().to_list() == [
        True,
        False,
        True,
        False,
        None,
    ]


def test_an_edition_that_is_not_printed_says_what_to_do():
    with pytest.raises(NotFoundError, match=r"hs2028\.csv.*Add the file"):
        subheadings(Edition.HS2028)


def test_goods_that_were_split_keep_all_their_codes():
    assert convert("854150", Edition.HS2017, Edition.HS2022) == ["854151", "854159"]
    assert convert("852580", Edition.HS2017, Edition.HS2022) == [
        "852581", "852582", "852583", "852589",
        "880621", "880622", "880623", "880624", "880691", "880692", "880693", "880694",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "earlier"),
    [("854151", "854150"), ("854159", "854150"), ("681511", "681510"), ("854231", "854231"), ("880730", "880330")],
)
def test_where_goods_were_before(code, earlier):
    assert convert(code, Edition.HS2022, Edition.HS2017) == [earlier]


def test_a_telephone_is_not_a_transducer():
    now = convert("851712", Edition.HS2017, Edition.HS2022)
    assert {"851713", "851714"} <= set(now)
    assert not {"854151", "854159"} & set(now)


@pytest.mark.parametrize("source", PRINTED)
@pytest.mark.parametrize("target", PRINTED)
def test_conversions_speak_of_codes_that_exist_and_read_the_same_backwards(source, target):
    there, back = conversion(source, target), conversion(target, source)
    assert set(there["hs_code"]) <= set(subheadings(source))
    assert set(there["other_code"]) <= set(subheadings(target))
    assert set(there.rows()) == {(code, other) for other, code in back.rows()}


def test_every_code_of_today_was_somewhere_before():
    assert set(conversion(Edition.HS2022, Edition.HS2017)["hs_code"]) == set(subheadings(Edition.HS2022))


def test_above_and_below():
    assert [code.digits for code in ancestors(HSCode("8542319000"))] == ["85", "8542", "854231", "85423190"]
    assert [code.digits for code in children(HSCode("8542"))] == ["854231", "854232", "854233", "854239", "854290"]
    assert "8542" in [code.digits for code in children(HSCode("85"))]
    assert children(HSCode("854231")) == []
