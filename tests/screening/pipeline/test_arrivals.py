"""Databases as arrivals: every query file is read, one's trouble stops no other, and the days that follow are named."""

import sqlite3
from datetime import date

import pytest

from screening.errors import LakeError
from screening.pipeline.arrivals import take_queries

FILE = """
id: {id}
database: OFFICE_URL
query: SELECT * FROM items WHERE n > :watermark
watermark: {{column: n, start: "0", type: integer}}
mapping:
  record: declarations
  fields: {{{fields}}}
"""
TODAY = date(2026, 11, 21)


@pytest.fixture
def office(settings, tmp_path, item):
    """A database with two items of yesterday and one of long ago, and a query file that reads them."""
    rows = [item(), item(item_number="2"), item(declaration_id="old", registration_date="2026-01-07")]
    columns = list(rows[0])
    database = sqlite3.connect(tmp_path / "office.sqlite")
    database.execute(f"CREATE TABLE items ({', '.join(f'{name} TEXT' for name in columns)}, n INTEGER)")
    marks = ", ".join("?" * (len(columns) + 1))
    database.executemany(f"INSERT INTO items VALUES ({marks})", [(*row.values(), n) for n, row in enumerate(rows, 1)])
    database.commit()
    database.close()
    settings.queries_folder.mkdir(parents=True)
    text = FILE.format(id="office", fields=", ".join(f"{name}: {name}" for name in columns))
    (settings.queries_folder / "office.query.yml").write_text(text, encoding="utf-8")
    return f"sqlite:///{tmp_path / 'office.sqlite'}"


def test_what_is_new_names_its_days(settings, office):
    taken = take_queries(settings, TODAY, lambda source: office)
    assert (taken.files, taken.refused) == (["office above 0"], [])
    assert taken.days == ["2026-11-20"], "a day of long ago that nobody screened stays closed"
    again = take_queries(settings, TODAY, lambda source: office)
    assert (again.files, again.days) == ([], [])


def test_one_that_fails_stops_no_other(settings, office):
    (settings.queries_folder / "a.query.yml").write_text("id: [", encoding="utf-8")
    (settings.queries_folder / "b.query.yml").write_text(FILE.format(id="b", fields="hs_code: no_column"), "utf-8")
    taken = take_queries(settings, TODAY, lambda source: office)
    assert taken.files == ["office above 0"]
    assert [refusal.split(":")[0] for refusal in taken.refused] == ["a.query.yml", "b.query.yml"]


def test_without_the_lake_nothing_is_tried(bare_settings):
    with pytest.raises(LakeError):
        take_queries(bare_settings, TODAY)
