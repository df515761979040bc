"""A tariff of the user's own: titles, units, levels, and what is odd about real ones."""

from datetime import date

import pytest

from hs_codes import Edition
from hs_codes.tariff import nomenclature_on, read_tariff, store_tariff
from screening.errors import ReferenceDataError
from screening.lists.xlsx import rows_of
from screening.schemas.goods import NOMENCLATURE


@pytest.fixture
def read(tmp_path):
    def load(text, **more):
        path = tmp_path / "tariff.csv"
        path.write_text(text, encoding="utf-8")
        given = {"nomenclature": "TNVED", "language": "ru", "edition": Edition.HS2022, "valid_from": date(2026, 1, 1)}
        return read_tariff(path, rows_of, **given | more)

    return load


def test_titles_of_all_levels_are_joined(read):
    tariff = read("code,title,unit\n8457,Центры,\n845710,– обрабатывающие,\n8457 10 100 0,– – горизонтальные,шт\n")
    assert tariff.codes["full_title"].to_list() == [
        "Центры",
        "Центры / обрабатывающие",
        "Центры / обрабатывающие / горизонтальные",
    ]
    assert tariff.codes["unit"].to_list() == [None, None, "шт"]
    assert tariff.codes["is_leaf"].to_list() == [False, False, True]
    assert tariff.about.select("code_count", "leaf_count").row(0) == (3, 1)


def test_duties_among_the_titles_are_taken_out(read):
    path = '"Сыры / 14, но не менее 0,28 евро / Эмменталер"'
    tariff = read(f"code,description_ru,full_description_ru\n0406901300,Эмменталер,{path}\n")
    assert tariff.codes["full_title"].to_list() == ["Сыры / Эмменталер"]
    assert "held duties" in tariff.about["warnings"][0][0]


def test_odd_rows_are_warnings(read):
    tariff = read("code,title\n8457101000,а\n8457101000,б\n9999101000,в\n8458110000,\n")
    assert tariff.codes["hs_code"].to_list() == ["8457101000", "9999101000", "8458110000"]
    warnings = " ".join(tariff.about["warnings"][0])
    assert "1 row(s) repeat a code" in warnings
    assert "9999101000" in warnings
    assert "1 code(s) have no title" in warnings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code,title\n57101000x,а\n", "row 2: not a code"),
        ("code,name\n8457101000,а\n", "no column of titles"),
        ("title\nа\n", "columns missing: code"),
    ],
)
def test_what_is_refused(read, text, message):
    with pytest.raises(ReferenceDataError, match=message):
        read(text)


def test_the_version_of_the_day_is_read_back(read, lake):
    first = read("code,title\n8457101000,старый\n")
    second = read("code,title\n8457101000,новый\n", valid_from=date(2027, 1, 1))
    assert store_tariff(lake, first)
    assert not store_tariff(lake, first), "the same file again"
    assert store_tariff(lake, second)
    assert nomenclature_on(lake, "TNVED", date(2026, 5, 1))["title"].to_list() == ["старый"]
    assert nomenclature_on(lake, "TNVED", date(2027, 5, 1))["title"].to_list() == ["новый"]
    assert nomenclature_on(lake, "TNVED", date(2020, 5, 1)).is_empty()
    assert NOMENCLATURE.conform(nomenclature_on(lake, "TNVED", date(2026, 5, 1))).equals(first.codes)


@pytest.mark.shared
def test_the_real_tariff_is_read_whole(shared):
    tariff = read_tariff(
        shared / "data" / "hs" / "tnved_ett_2026-03.csv",
        rows_of,
        nomenclature="TNVED",
        language="ru",
        edition=Edition.HS2022,
        valid_from=date(2026, 3, 1),
    )
    assert tariff.about["leaf_count"].to_list() == [13_289]
    assert tariff.codes["title"].null_count() == 0
