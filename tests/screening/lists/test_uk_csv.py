"""The UK Sanctions List as CSV: the line before the header, rows by entity, and files that are not whole."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError


def test_the_report_date_is_the_date_of_the_version(build):
    version = build.read_one(uk__csv=build.uk({}))
    assert (version.list_id, version.published_date, version.warnings) == ("UK-SL", date(2026, 8, 22), ())
    padded = build.uk({}, report="Report Date: 01-Sep-2026" + "," * 57 + "\r\n")
    assert build.read_one(uk__csv=padded).published_date == date(2026, 9, 1)


def test_a_copy_without_the_report_date_is_read_with_a_warning(build):
    version = build.read_one(uk__csv=build.uk({}, report=""))
    assert (version.published_date, version.warnings) == (None, ("the list does not say its report date",))


def test_rows_of_one_entity_need_not_follow_each_other(build):
    rows = [{}, {"Unique ID": "IRN9001", "Name 6": "ZARYA"}, {"Name 6": "ORBITA 2", "Name type": "Alias"}]
    version = build.read_one(uk__csv=build.uk(*rows))
    assert version.entities["source_id"].to_list() == ["IRN9001", "RUS9001"]
    assert version.name_count == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.splitlines(keepends=True)[0], "the header lacks columns"),
        (lambda data: b"".join(data.splitlines(keepends=True)[:2]), "holds no entity"),
        (lambda data: data.replace(b"Unique ID", b"Identity"), "the header lacks columns"),
        (lambda data: data + b"a,b\r\n", "row 2 has 2 columns instead of 58"),
        (lambda data: data + b'"' + b"," * 57 + b"\r\n", "row 2 has a quotation mark that never closes"),
        (lambda data: data + b"," * 57, "it breaks off in row 2"),
    ],
)
def test_broken_files_are_refused(build, change, message):
    with pytest.raises(ListError, match=message):
        build.read_files(uk__csv=change(build.uk({})))


@settings(deadline=None)
@given(data=st.data())
def test_a_file_cut_off_within_a_row_is_refused(build, data):
    whole = build.uk({}, {"Name 6": "ORBITA 2", "UK Statement of Reasons": "\nReasons, of two lines."})
    first_row = len(b"".join(whole.splitlines(keepends=True)[:3]))
    cut = data.draw(st.integers(0, len(whole) - 1).filter(lambda n: n != first_row))
    with pytest.raises(ListError):
        build.read_files(uk__csv=whole[:cut])


@pytest.mark.shared
def test_the_real_list_counted_independently(build, load):
    name = "UK-Sanctions-List_2026-08-22.csv"
    version = load("uk", name)
    lines = (build.shared / "uk" / name).read_text(encoding="utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(lines.partition("\n")[2])))
    at = {title: number for number, title in enumerate(header)}
    ids = {row[at["Unique ID"]] for row in rows}
    assert version.entity_count == len(ids) == 6349
    order = [at[f"Name {number}"] for number in range(1, 7)]
    names = {(row[at["Unique ID"]], " ".join(" ".join(row[i] for i in order).split())) for row in rows}
    names |= {(row[at["Unique ID"]], " ".join(row[at["Name non-latin script"]].split())) for row in rows}
    by_number = {(i, n) for i, n in names if n.startswith("IMO 9") and "(" in n}
    found = set(version.names.select("entity_id", "name").rows())
    assert {(f"UK-SL:{i}", n) for i, n in names - by_number if n} <= found
    assert abs(version.name_count - sum(bool(n) for _, n in names)) <= len(by_number)
    ships = {row[at["IMO number"]][3:] for row in rows if row[at["IMO number"]]}
    assert set(build.column(version.identifiers, "value", identifier_kind="imo")) == ships
    assert len(ships) == 629
    parts = [at[title] for title in header if title.startswith("Address")]
    addresses = {(row[at["Unique ID"]], *(" ".join(row[i].split()) for i in parts)) for row in rows}
    assert version.address_count == sum(any(address[1:]) for address in addresses)
    assert version.entities["listed_date"].null_count() == 0
    assert version.warnings == ()
