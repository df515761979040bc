"""The commands `simulate`, `evaluate` (its errors) and `exercise`."""

import json

import pytest
from typer.testing import CliRunner

from screening.cli import app
from screening.errors import NotFoundError, SettingsError
from screening.lake import open_lake
from screening.lists import read
from screening.lists.store import load_version

SAMPLES = "data/samples/lists"


@pytest.fixture
def run():
    def call(*arguments):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def test_simulate_writes_a_folder_and_says_what(run, tmp_path):
    result = run("simulate", "--out", tmp_path / "o", "--days", 2, "--items-per-day", 60, "--seed", 1, "--json")
    manifest = json.loads(result.stdout)
    assert manifest["items"] > 50
    assert (tmp_path / "o" / "truth" / "truth.parquet").exists()
    assert manifest["first_day"] == "2026-01-01"


def test_simulate_writes_csv_as_well(run, tmp_path):
    run("simulate", "--out", tmp_path / "o", "--days", 1, "--items-per-day", 60, "--start", "2026-02-02", "--csv")
    assert (tmp_path / "o" / "declarations" / "2026-02-02.csv").read_text("utf-8").startswith("declaration_id,")


def test_parties_are_drawn_from_a_list_of_the_lake(run, tmp_path, settings, monkeypatch):
    from datetime import UTC, datetime
    from pathlib import Path

    monkeypatch.setenv("SCREENING_HOME", str(settings.home))
    folder = Path(__file__).parents[3] / SAMPLES
    with open_lake(settings) as connection:
        for version in read([folder], retrieved_at=datetime(2025, 12, 12, tzinfo=UTC)):
            load_version(connection, version)
        list_id, name = connection.execute(
            "SELECT list_id, primary_name FROM reference.listed_entities WHERE list_id LIKE 'OFAC%'"
            " AND entity_type = 'organisation' ORDER BY ALL LIMIT 1"
        ).fetchone()
    size = ("--days", 3, "--items-per-day", 400, "--base-rate", 0.1)
    result = run("simulate", "--out", tmp_path / "o", *size, "--parties-from", list_id, "--json")
    assert json.loads(result.stdout)["parties_from"] == [list_id]
    assert name in (tmp_path / "o" / "lists" / "listed.ftm.json").read_text("utf-8")


def test_a_list_that_is_not_there(run, tmp_path, settings, monkeypatch):
    monkeypatch.setenv("SCREENING_HOME", str(settings.home))
    with pytest.raises(NotFoundError, match="no list NOWHERE is in force"):
        run("simulate", "--out", tmp_path / "o", "--days", 1, "--items-per-day", 60, "--parties-from", "NOWHERE")


def test_evaluate_needs_a_simulated_folder(run, tmp_path):
    with pytest.raises(SettingsError, match="no simulated administration"):
        run("evaluate", tmp_path)


@pytest.mark.parametrize("language", ["en", "kk"])
def test_an_exercise_from_end_to_end(run, tmp_path, language):
    made = run("exercise", "new", "--out", tmp_path / "e", "--items", 80, "--history-days", 1, "--base-rate", 0.1)
    assert "hand this folder out" in made.stdout
    decided = tmp_path / "d.csv"
    decided.write_text("declaration_id,disposition,reason\n", "utf-8")
    graded = run("exercise", "grade", tmp_path / "e", "--dispositions", decided, "--lang", language)
    assert {"en": "were stopped", "kk": "тоқтатылды"}[language] in graded.stdout
    figures = json.loads(run("exercise", "grade", tmp_path / "e", "--dispositions", decided, "--json").stdout)
    assert figures["found"] == 0 < figures["planted"]
