"""Views and macros on a lake with two runs: each example finds something, past states are those that were published."""

import polars as pl
import pytest

from screening.analysts.export import column_meanings
from screening.analysts.reader import ask, open_reader
from screening.analysts.result import result_of
from screening.analysts.views import parse, views
from screening.errors import LakeError, ReferenceDataError
from screening.lake import run_snapshots
from screening.texts import LANGUAGES

pytestmark = pytest.mark.xdist_group("two-runs")
SAMPLE_RUN = "2025-12-12-ec0ee9329396"
CORRECTED = "55301/121225/9000007"


@pytest.fixture(scope="module")
def reader(two_runs):
    with open_reader(two_runs.settings) as connection:
        yield connection


def _rows(reader, query):
    return result_of(ask(reader, query))


def _example(view, two_runs, reader):
    alert = ask(reader, "SELECT alert_id FROM alerts_today LIMIT 1").fetchone()[0]
    return view.example.replace(SAMPLE_RUN, two_runs.first.run_id).replace("20251212-3F67887A92", alert)


@pytest.mark.parametrize("name", views())
def test_the_example_finds_something(two_runs, reader, name):
    assert _rows(reader, _example(views()[name], two_runs, reader)).height > 0


@pytest.mark.parametrize("name", views())
def test_every_column_has_a_meaning(two_runs, reader, name):
    view = views()[name]
    if name == "snapshot_of":
        return
    argument = two_runs.first.run_id if "run" in view.call else "2025-12-12"
    columns = _rows(reader, f"FROM {name}('{argument}')" if view.is_macro else f"FROM {name}").columns
    assert not [column for column in columns if column not in column_meanings(view)]


def test_a_view_says_what_it_is_in_each_language():
    for view in views().values():
        assert len({view.title[language] for language in LANGUAGES}) == len(LANGUAGES)
        assert view.sql.count("CREATE OR REPLACE TEMP") == 1


def test_alerts_today_are_those_of_the_last_day(two_runs, reader):
    today = _rows(reader, "FROM alerts_today")
    assert today["screening_date"].unique().to_list() == [two_runs.day]
    assert today.height == two_runs.second.alert_count
    assert today["score"].is_sorted(descending=True)


def test_alerts_as_of_a_run(two_runs, reader):
    first, second = two_runs.first, two_runs.second
    assert first.run_id != second.run_id
    assert _rows(reader, f"FROM alerts_as_of('{first.run_id}')").height == first.alert_count
    assert _rows(reader, f"FROM alerts_as_of('{second.run_id}')").equals(_rows(reader, "FROM alerts.alerts"))
    changed = _rows(reader, f"FROM alerts_changed_since('{first.run_id}')")
    assert CORRECTED in changed.filter(pl.col("change").is_in(["gone", "changed"]))["declaration_id"].to_list()
    assert _rows(reader, f"FROM alerts_changed_since('{second.run_id}')").is_empty()
    with pytest.raises(LakeError, match="the lake holds no state of run nothing"):
        ask(reader, "FROM alerts_as_of('nothing')")
    with pytest.raises(LakeError, match="the lake holds no state of run"):
        ask(reader, "FROM alerts_as_of('x'') AS a, alerts.alerts AT (VERSION => 1')")


def test_the_whole_lake_as_of_a_run(two_runs):
    query = f"SELECT hs_code, correction_number FROM declarations WHERE declaration_id = '{CORRECTED}'"
    with open_reader(two_runs.settings, two_runs.first.run_id) as then:
        assert [row[1] for row in ask(then, query).fetchall()] == [0]
        assert ask(then, "SELECT run_id FROM runs").fetchall() == [(two_runs.first.run_id,)]
    with open_reader(two_runs.settings, str(two_runs.day)) as now:
        assert ask(now, query).fetchone() == ("6908909100", 1)


def test_run_snapshots_are_those_of_the_lake(two_runs, reader):
    known = run_snapshots(reader)
    assert known["run_id"].to_list() == [two_runs.first.run_id, two_runs.second.run_id]
    assert known.equals(_rows(reader, "FROM run_snapshots ORDER BY snapshot_id"))
    assert (known["read_snapshot"] < known["snapshot_id"]).all()


def test_a_party_is_found_by_number_and_by_part_of_its_name(reader):
    by_name = _rows(reader, "FROM party_history('  «БЕРЕКЕ»   мотор ')")
    assert by_name.height > 10
    assert by_name["name"].str.contains("Береке Мотор").all()
    number = by_name["tax_id"].drop_nulls()[0]
    by_number = _rows(reader, f"FROM party_history('{number}')")
    assert by_number["tax_id"].unique().to_list() == [number]
    assert 0 < by_name.filter(tax_id=number).height <= by_number.height
    assert by_name["alert_id"].drop_nulls().len() > 0
    for nobody in ("''", "' « » '", "NULL", "'%'"):
        assert _rows(reader, f"FROM party_history({nobody})").is_empty()


def test_a_declaration_with_what_was_corrected(reader):
    history = _rows(reader, f"FROM declaration_history('{CORRECTED}')")
    assert history["correction_number"].to_list() == [0, 1]
    assert history["superseded_by_file_id"].is_null().to_list() == [False, True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CREATE OR REPLACE TEMP VIEW a AS SELECT 1", "header"),
        ("/*\ntitle: {en: a, ru: b}\nexample: x\n*/\nCREATE OR REPLACE TEMP VIEW a AS SELECT 1", "no title in kk"),
        (
            "/*\ntitle: {en: a, ru: b, kk: c}\nexample: x\n*/\nCREATE OR REPLACE TEMP VIEW b AS SELECT 1",
            "does not create",
        ),
        ("/*\ntitle: {en: a, ru: b, kk: c}\nexample: x\n*/\nCREATE OR REPLACE TEMP MACRO a() AS 1", "does not create"),
        (
            "/*\ntitle: {en: a, ru: b, kk: c}\nexample: x\nother: 1\n*/\nCREATE OR REPLACE TEMP VIEW a AS SELECT 1",
            "keys",
        ),
    ],
)
def test_a_file_that_is_not_as_it_should_be(text, said):
    with pytest.raises(ReferenceDataError, match=said):
        parse(text, "a.sql")
