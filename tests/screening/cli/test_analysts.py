"""`sql`, `shell`, `views` and `export` as a user meets them. In this process: starting one for each costs seconds."""

import polars as pl
import pytest
from typer.testing import CliRunner

from screening.cli import app
from screening.errors import NotFoundError, ScreeningError, SettingsError


def _run(*arguments, given=None):
    return CliRunner().invoke(app, list(arguments), input=given)


def _error(*arguments) -> ScreeningError:
    outcome = _run(*arguments)
    assert isinstance(outcome.exception, ScreeningError), outcome.output
    return outcome.exception


def test_results_in_files(settings, tmp_path):
    for ending in ("csv", "json", "parquet", "xlsx"):
        outcome = _run("sql", "SELECT '=1' AS a, 2 AS b", "--out", str(tmp_path / f"a.{ending}"))
        assert outcome.exit_code == 0, outcome.output
        assert outcome.stdout == ""
    assert (tmp_path / "a.csv").read_text() == "a,b\n'=1,2\n"
    assert pl.read_parquet(tmp_path / "a.parquet").to_dicts() == [{"a": "=1", "b": 2}]
    assert not list(tmp_path.glob(".*"))
    piped = _run("sql", "SELECT '=1' AS a, 2 AS b", "--format", "parquet")
    assert pl.read_parquet(piped.stdout_bytes).to_dicts() == [{"a": "=1", "b": 2}]


def test_files_that_cannot_be_written(settings, tmp_path):
    assert "names no format" in str(_error("sql", "SELECT 1", "--out", str(tmp_path / "a.txt")))
    assert "agree" in str(_error("sql", "SELECT 1", "--out", "a.csv", "--format", "json"))
    refused = _error("sql", "SELECT 1", "--out", str(tmp_path / "nowhere" / "a.csv"))
    assert isinstance(refused, SettingsError)
    assert not (tmp_path / "nowhere").exists()


def test_as_of_a_run_that_there_is_not(settings):
    refused = _error("sql", "SELECT 1", "--as-of", "yesterday")
    assert isinstance(refused, NotFoundError)
    assert "there is no run yesterday" in str(refused)


def test_a_long_table_is_cut_and_says_so(settings):
    outcome = _run("sql", "FROM range(1200)")
    assert "1,200 row(s), the first 1,000 shown; --format csv gives all" in outcome.stdout
    assert _run("sql", "FROM range(1200)", "--format", "csv").stdout.count("\n") == 1201


def test_a_terminal_is_not_commanded_by_what_was_declared(settings):
    shown = _run("sql", "SELECT chr(27) || '[31mred [bold]x' AS name").stdout
    assert "\x1b" not in shown
    assert "[31mred [bold]x" in shown


def test_the_shell(settings):
    given = "SELECT nope;\n.help party_history\n.help nothing\n.what\nSELECT\n  41 + 1 AS answer;\n"
    outcome = _run("shell", "--lang", "kk", given=f"{given}DROP TABLE intake.files;\n.quit\nSELECT 77;\n")
    assert outcome.exit_code == 0
    for said in ("nope", "there is no view nothing", ".quit", "DROP is not a question"):
        assert said in outcome.stderr
    assert "42" in outcome.stdout
    assert "77" not in outcome.stdout
    assert "Тұлғаның" in outcome.stdout


def test_views_are_listed_without_a_lake():
    listed = _run("views", "--lang", "ru").stdout
    assert "alerts_as_of(run)" in listed
    assert "Все сигналы" in listed
    assert "CREATE OR REPLACE TEMP VIEW corridors" in _run("views", "corridors").stdout
    assert isinstance(_error("views", "nothing"), NotFoundError)


@pytest.mark.parametrize("names", [["alerts"], ["alerts", "intake.files"]])
def test_export(settings, tmp_path, names):
    outcome = _run("export", *names, "--to", str(tmp_path / "mine.duckdb"))
    assert outcome.exit_code == 0, outcome.output
    assert f"{len(names) + 2} table(s) in" in outcome.stdout
