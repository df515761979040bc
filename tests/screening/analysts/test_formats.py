"""What is written is what was asked for, and a spreadsheet runs none of it."""

import csv
import io
import json
import math
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.analysts.formats import FileFormat, encode, plain_json, safe_csv
from screening.analysts.result import result_of
from screening.errors import LakeError
from screening.lists.xlsx import rows_of

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    '=HYPERLINK("x")',
    "-",
    "=cmd|' /C calc'!A0",
]


def _sheet(content: bytes) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    return list(rows_of(content, "sheet"))


def test_no_cell_begins_as_a_formula_does():
    frame = pl.DataFrame({"text": DANGEROUS, "=heading": ["plain"] * len(DANGEROUS), "number": [-5] * len(DANGEROUS)})
    comma = list(csv.reader(io.StringIO(safe_csv(frame), newline="")))
    sheet = _sheet(encode(frame, FileFormat.XLSX))
    for heading, *rows in (comma, sheet):
        assert heading == ["text", "'=heading", "number"]
        assert len(rows) == len(DANGEROUS)
        assert all(text.startswith("'") and number == "-5" for text, _, number in rows)
    assert [row[0] for row in comma[1:]] == ["'" + text for text in DANGEROUS]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=8))
def test_a_text_comes_back_from_csv_or_with_an_apostrophe(text):
    content = safe_csv(pl.DataFrame({"a": [text], "b": [1]}))
    _, (back, _) = csv.reader(io.StringIO(content, newline=""))
    assert back == ("'" + text if text[:1] in tuple("=+-@\t\r\n＝＋－＠") else text)


def test_json_and_parquet_hold_what_the_lake_holds():
    frame = pl.DataFrame({"text": DANGEROUS, "list": [["=a", "b"]] * len(DANGEROUS)})
    assert json.loads(plain_json(frame)) == frame.to_dicts()
    assert pl.read_parquet(io.BytesIO(encode(frame, FileFormat.PARQUET))).equals(frame)


def test_json_is_json_whatever_the_numbers():
    frame = pl.DataFrame({"a": [math.nan, math.inf, 1.5], "b": [b"\x00\xff", None, b""], "c": [Decimal("1.10")] * 3})
    rows = json.loads(plain_json(frame), parse_constant=lambda name: pytest.fail(name))
    assert rows[0] == {"a": None, "b": "00ff", "c": "1.10"}


def test_a_sheet_rounds_nothing_and_keeps_codes_as_text():
    frame = pl.DataFrame(
        {
            "code": ["0001234567"],
            "small": [12],
            "large": [2**53 + 1],
            "day": [date(2026, 11, 20)],
            "moment": [datetime(2026, 11, 20, 6, 30, tzinfo=UTC)],
            "clock": [time(6, 30)],
            "list": [["a", "b"]],
            "not_a_number": [math.nan],
            "link": ["https://example.org/?q=1"],
        }
    )
    _, row = _sheet(encode(frame, FileFormat.XLSX))
    assert row[:3] == ["0001234567", "12", str(2**53 + 1)]
    days = (date(2026, 11, 20) - date(1899, 12, 30)).days  # a sheet counts days from there
    assert row[3] == str(days)
    assert float(row[4]) == pytest.approx(days + 6.5 / 24)
    assert row[5:] == ["06:30:00", '["a", "b"]', "", "https://example.org/?q=1"]


def test_what_a_sheet_cannot_hold_is_refused_not_cut():
    with pytest.raises(LakeError, match="column remarks holds a text of more than 32,767"):
        encode(pl.DataFrame({"remarks": ["x" * 32_768]}), FileFormat.XLSX)
    with pytest.raises(LakeError, match="a sheet holds 1,048,575 rows"):
        encode(pl.DataFrame({"n": range(1_048_576)}), FileFormat.XLSX)


@pytest.mark.parametrize("file_format", FileFormat)
def test_an_empty_result_has_its_headings(file_format):
    content = encode(pl.DataFrame(schema={"a": pl.String, "b": pl.List(pl.Int64)}), file_format)
    assert content == b"[]\n" if file_format is FileFormat.JSON else b"a" in content or file_format.is_binary


def _result(query: str) -> pl.DataFrame:
    return result_of(duckdb.connect().execute(query))


def test_results_of_any_type_can_be_written():
    frame = _result(
        "SELECT sum(n) AS huge, 1.5::DECIMAL(18,2) AS money, now() AS moment, INTERVAL 26 HOUR AS hours,"
        " 'a'::BLOB AS b, MAP {'a': 1} AS m, {'a': DATE '2026-11-20'} AS s, uuid() AS u, 'x'::ENUM('x', 'y') AS e,"
        " TIME '10:00' AS t FROM range(3) AS r(n)"
    )
    for file_format in FileFormat:
        assert encode(frame, file_format)
    assert frame["hours"].to_list() == ["26:00:00"]


def test_columns_of_one_name_get_a_number():
    assert _result("SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a").columns == ["a", "a_2", "a_2_2", "a_3"]


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        ("-90 SECONDS", "-0:01:30"),
        ("1 MONTH", "1 months"),
        ("0 DAYS", "0:00:00"),
        ("1500 MILLISECONDS", "0:00:01.500000"),
    ],
)
def test_intervals_as_text(interval, said):
    number, unit = interval.split()
    assert _result(f"SELECT INTERVAL ({number}) {unit} AS i")["i"].to_list() == [said]


def test_a_type_that_no_output_holds_says_what_to_do():
    with pytest.raises(LakeError, match="CAST"):
        _result("SELECT [INTERVAL 1 DAY] AS waits")
