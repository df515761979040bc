"""Mangled letters are mended where one reading is possible; ordinary text of any language is left alone."""

import polars as pl
import pytest

from screening.intake.batch import canonical
from screening.intake.checks.mojibake import mend, reading
from screening.intake.records import DECLARATION_ITEMS

ORDINARY = [
    "ТОО «Радиоавтоматика»", "ЖШС «Үлгі Құрылыс»", "ТІРІ БАЛЫҚ", "SOCIÉTÉ GÉNÉRALE", "MÜLLER & SÖHNE", "ÇİFTÇİLER",
    "ÅÄÖ Aktiebolag", "эКОНОМ ООО", "ООО «САР»", "深圳云桥", "شركة", "iPhone", "ЕУРАЗИЯ", "Łódź Żółć",
]  # fmt: skip
MANGLED = [
    (meant, wrote, read)
    for meant in ("ТОО «Радиоавтоматика»", "ЖШС «Үлгі Құрылыс»", "ООО Примерстройимпорт", "Плитка керамическая")
    for wrote, read in (("utf-8", "cp1251"), ("utf-8", "latin-1"), ("cp1251", "cp1252"), ("koi8-r", "cp1251"))
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_alone(text):
    assert reading(text) == text


@pytest.mark.parametrize(("meant", "wrote", "read"), MANGLED)
def test_mangled_text_is_mended(meant, wrote, read):
    try:
        mangled = meant.encode(wrote).decode(read)
    except UnicodeError:
        pytest.skip("this encoding has not all of these letters")
    assert reading(mangled) == meant


def test_what_is_lost_or_unclear_is_not_guessed():
    assert reading("ТОО «Ра\ufffdио»") is None
    assert reading("пвтбъег") == "пвтбъег", "capitals only: it could be anything"


def test_rows_and_columns():
    mangled = "ТОО «Образец»".encode().decode("cp1251")
    rows = pl.DataFrame(
        {
            "row_number": [1, 2, 3],
            "consignee_name": [mangled, "ТОО", "\ufffd\ufffd"],
            "declaration_id": [mangled, "b", "c"],
        }
    )
    mended, found = mend(canonical(rows), DECLARATION_ITEMS)
    assert mended["consignee_name"].to_list() == ["ТОО «Образец»", "ТОО", "\ufffd\ufffd"]
    assert mended["declaration_id"][0] == mangled, "numbers are not words"
    assert found.rows() == [
        (1, "MOJIBAKE_MENDED", "consignee_name", mangled, "ТОО «Образец»"),
        (3, "MOJIBAKE_SUSPECTED", "consignee_name", "\ufffd\ufffd", None),
    ]
