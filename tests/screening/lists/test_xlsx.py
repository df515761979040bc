"""Workbooks from outside: the rows of the first sheet, and nothing that the archive may hide."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError
from screening.lists import xlsx
from screening.lists.xlsx import is_workbook, rows_of


def test_the_first_sheet_is_the_one_the_workbook_names_first(build):
    data = build.workbook([["No.", "Name"], [1, "Orbita &amp; Co"], [2, "", "far"]])
    assert list(rows_of(data, "x")) == [["No.", "Name"], ["1", "Orbita & Co"], ["2", "", "far"]]


def test_inline_texts_and_cells_without_reference(build):
    sheet = (
        "<worksheet><sheetData><row><c t='inlineStr'><is><t>a</t></is></c><c><v>5</v></c></row>"
        "<row><c r='AA2' t='str'><v>b</v></c><c r='AB2' t='s'><v>99</v></c></row></sheetData></worksheet>"
    )
    data = build.workbook([], **{"xl/worksheets/sheet2.xml": sheet, "xl/sharedStrings.xml": None})
    assert list(rows_of(data, "x")) == [["a", "5"], [""] * 26 + ["b"]]


def test_other_archives_are_no_workbooks():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    assert not is_workbook(out.getvalue())
    assert not is_workbook(b"PK\x03\x04rest")


def test_a_part_that_unpacks_to_too_much_is_refused(build, monkeypatch):
    monkeypatch.setattr(xlsx, "LARGEST_PART_BYTES", 10_000)
    data = build.workbook([["x" * 20_000]])
    assert len(data) < 10_000
    with pytest.raises(ListError, match="unpacks to more than any list needs"):
        list(rows_of(data, "x"))


@pytest.mark.parametrize(
    ("part", "content", "message"),
    [
        ("xl/worksheets/sheet2.xml", None, "the workbook is broken"),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>", "the workbook is broken"),
        ("xl/worksheets/sheet2.xml", "<worksheet><sheetData>", "the XML is broken"),
        ("xl/sharedStrings.xml", '<!DOCTYPE x [<!ENTITY e "e">]><sst>&e;</sst>', "declares a document type"),
    ],
)
def test_broken_and_unsafe_workbooks_are_refused(build, part, content, message):
    data = build.workbook([["a"]], **{part: content})
    with pytest.raises(ListError, match=message):
        list(rows_of(data, "x"))


@settings(deadline=None)
@given(data=st.data())
def test_a_workbook_cut_off_anywhere_is_refused(build, data):
    whole = build.workbook([["No.", "Name"], [1, "Orbita"]])
    with pytest.raises(ListError):
        build.read_files(users__xlsx=whole[: data.draw(st.integers(0, len(whole) - 1))])


@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_never_fails_otherwise(build, data):
    whole = bytearray(build.workbook([["No.", "Name"], [1, "Orbita"]]))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        rows = list(rows_of(bytes(whole), "x"))
    except ListError:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)
