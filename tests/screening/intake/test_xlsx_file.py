"""Workbooks: dates, numbers, sheets; broken, unsafe and oversized ones are refused."""

import re
import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter

from screening.errors import IntakeError
from screening.intake import xlsx_file
from screening.intake.source import open_source
from screening.intake.table import Shape

BOOK = Shape(format="xlsx")
DAY = datetime(2026, 11, 20, tzinfo=UTC).replace(tzinfo=None)


@pytest.fixture
def book(tmp_path):
    """Return a function that writes rows into a sheet; more sheets by name."""

    def write(rows, *more, name="a.xlsx", **options):
        path = tmp_path / name
        made = xlsxwriter.Workbook(str(path), options)
        formats = {
            "day": made.add_format({"num_format": "dd.mm.yyyy"}),
            "sum": made.add_format({"num_format": '0.00 "дн."'}),
        }
        for title, content in (("First", rows), *more):
            sheet = made.add_worksheet(title)
            for r, row in enumerate(content):
                for c, value in enumerate(row):
                    if isinstance(value, datetime):
                        sheet.write_datetime(r, c, value, formats["day"])
                    elif isinstance(value, tuple):
                        sheet.write_number(r, c, value[0], formats["sum"])
                    elif isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(r, c, value, None, 42)
                    else:
                        sheet.write(r, c, value)
        made.close()
        return path

    return write


def _rows(path, shape=BOOK):
    (batch,) = xlsx_file.read_table(path, shape).batches
    return batch.rows.rows(), batch.broken.rows()


def test_values_become_text(book):
    path = book([["A", "B", "C", "D", "E"], [DAY, 8542319010, 0.1, (1.5,), "=6*7"], [], ["", 1e20, -3, True, " Ү "]])
    rows, broken = _rows(path)
    assert rows == [
        ("2026-11-20", "8542319010", "0.1", "1.5", "42", 1),
        (None, "1e+20", "-3", "1", " Ү ", 3),
    ]
    assert broken == []
    in_1904 = book([["A"], [DAY]], name="mac.xlsx", date_1904=True)
    assert _rows(in_1904)[0] == [("2026-11-20", 1)]


def test_sheets_by_name_and_cells_beyond_the_header(book):
    path = book([["A"]], ("Second", [["X"], ["1"], ["2", "more"]]))
    rows, broken = _rows(path, BOOK.model_copy(update={"sheet": "Second"}))
    assert rows == [("1", 1)]
    assert [row[:2] for row in broken] == [(2, "FIELD_COUNT")]
    with pytest.raises(IntakeError, match="no sheet 'Third'"):
        _rows(path, BOOK.model_copy(update={"sheet": "Third"}))
    with pytest.raises(IntakeError, match="no header in row 9"):
        _rows(path, BOOK.model_copy(update={"header_row": 9}))


def test_canonical_columns_need_no_mapping(book, item):
    row = item()
    source = open_source(book([list(row), list(row.values())]))
    assert (source.format, source.mapping) == ("xlsx", None)
    (batch,) = source.batches
    assert batch.rows["consignee_name"].to_list() == [row["consignee_name"]]


def _rewrite(path, part, change):
    """Write the workbook anew with one part changed."""
    other = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return other


def test_unsafe_and_broken_workbooks_are_refused(book, monkeypatch):
    path = book([["A"], ["x"]])
    sheet = "xl/worksheets/sheet1.xml"
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    unsafe = _rewrite(path, sheet, lambda data: re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + entity, data))
    with pytest.raises(IntakeError, match="document type"):
        _rows(unsafe)
    with pytest.raises(IntakeError, match="not well-formed"):
        _rows(_rewrite(path, sheet, lambda data: data[:-40]))
    backwards = _rewrite(path, sheet, lambda data: data.replace(b'r="A2"', b'r="ZZZ2"'))
    with pytest.raises(IntakeError, match="broken or cut off"):
        _rows(backwards)
    cut = path.with_name("cut.xlsx")
    cut.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(IntakeError, match="broken or cut off"):
        _rows(cut)
    monkeypatch.setattr(xlsx_file, "MAX_SHEET_BYTES", 100)
    with pytest.raises(IntakeError, match="unpacks to too much"):
        _rows(path)


def test_the_old_format_says_what_to_do(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(IntakeError, match=r"Save it as \.xlsx"):
        open_source(path)
