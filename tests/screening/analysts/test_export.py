"""An export is one file that any DuckDB opens, with nothing loaded, and that says what its columns mean."""

import shutil
import subprocess
import sys

import duckdb
import pytest

from screening.analysts.export import export_file
from screening.analysts.reader import ask, open_reader
from screening.analysts.views import views
from screening.errors import NotFoundError, SettingsError
from screening.schemas import LAKE_TABLES, LAKE_VIEWS

pytestmark = pytest.mark.xdist_group("two-runs")
PLAIN = """
import duckdb, sys
alone = {"autoload_known_extensions": "false", "autoinstall_known_extensions": "false"}
file = duckdb.connect(sys.argv[1], read_only=True, config=alone)
print(file.execute(sys.argv[2]).fetchall())
"""


def _plain(path, query):
    """Ask the file in a process that never loaded anything of ours."""
    command = [sys.executable, "-c", PLAIN, str(path), query]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_everything(two_runs, tmp_path):
    path = tmp_path / "all of it.duckdb"
    written = export_file(two_runs.settings, [], path, everything=True)
    assert written.keys() == {table.full_name for table in (*LAKE_TABLES, *LAKE_VIEWS)}
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert _plain(path, "SELECT count(*) FROM alerts_today") == f"[({two_runs.second.alert_count},)]"
    with duckdb.connect(path, read_only=True) as file, open_reader(two_runs.settings) as lake:
        for name in written:
            query = f"SELECT * FROM {name} ORDER BY ALL"
            assert file.execute(query).fetchall() == ask(lake, query).fetchall(), name
        for view in views().values():
            if not view.needs_lake and not view.is_macro:
                query = f"SELECT count(*) FROM {view.name}"
                assert file.execute(query).fetchall() == ask(lake, query).fetchall(), view.name
        assert len(file.execute("FROM party_history('береке мотор')").fetchall()) > 10
        commented = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        assert file.execute(commented).fetchall() == []
        about = dict(file.execute("FROM export_info").fetchall())
        assert about["software"].startswith("0.")
        assert about["as_of"] == "the newest state of the lake"


def test_some_views_as_of_a_run(two_runs, tmp_path):
    path = tmp_path / "two.duckdb"
    run = two_runs.first
    written = export_file(two_runs.settings, ["alerts_today", "intake.rejected_rows"], path, as_of=run.run_id)
    assert written == {
        "alerts_today": run.alert_count, "intake.rejected_rows": 2, "screening.runs": 1, "reference.list_versions": 3,
    }  # fmt: skip
    with duckdb.connect(path, read_only=True) as file:
        assert file.execute("SELECT DISTINCT run_id FROM alerts_today").fetchall() == [(run.run_id,)]
        comments = file.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'alerts_today'").fetchall()
        assert all(comment for (comment,) in comments)
        assert dict(file.execute("FROM export_info").fetchall())["as_of"] == run.run_id


def test_what_is_refused(settings, tmp_path):
    def refused(path, *names, error=SettingsError, **options):
        with pytest.raises(error) as said:
            export_file(settings, names, path, **options)
        return str(said.value)

    free = tmp_path / "free.duckdb"
    assert "--all" in refused(free)
    assert "--all" in refused(free, "alerts", everything=True)
    assert "there is no view or table nothing" in refused(free, "nothing", error=NotFoundError)
    assert "there is no view or table" in refused(free, "alerts; DROP TABLE x", error=NotFoundError)
    assert "needs its argument" in refused(free, "party_history")
    assert "no run" in refused(free, "alerts", as_of="2001-01-01", error=NotFoundError)
    assert "does not exist" in refused(tmp_path / "nowhere" / "a.duckdb", "alerts")
    assert "name of a schema" in refused(tmp_path / "alerts.duckdb", "alerts")
    catalog = settings.home / "lake" / "catalog.sqlite"
    before = catalog.read_bytes()
    assert "exists already" in refused(catalog, "alerts")
    assert "no DuckDB file" in refused(catalog, "alerts", force=True)
    assert catalog.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if "partial" in path.name or path == free]


def test_an_export_is_replaced_only_when_asked(settings, tmp_path):
    path = tmp_path / "mine.duckdb"
    export_file(settings, ["alerts"], path)
    shutil.copy(path, tmp_path / "before")
    with pytest.raises(SettingsError, match="--force"):
        export_file(settings, ["hits"], path)
    assert path.read_bytes() == (tmp_path / "before").read_bytes()
    export_file(settings, ["hits"], path, force=True)
    with duckdb.connect(path, read_only=True) as file:
        assert file.execute("SELECT count(*) FROM hits").fetchall() == [(0,)]
