"""`screening intake guess`, `report`, `rejected`, `rates`, `query`: from the command line, with what a user sees."""

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from screening.cli import app
from screening.errors import IntakeError, NotFoundError
from screening.lake import initialise, open_lake
from screening.settings import load_settings

SAMPLES = Path(__file__).parents[3] / "data" / "samples"


@pytest.fixture
def run():
    """Return a function that runs `screening …` in a lake of its own."""
    with open_lake(load_settings()) as connection:
        initialise(connection)
    return lambda *arguments: CliRunner().invoke(app, [*map(str, arguments)])


def test_guess_load_report_and_rejected(run, tmp_path):
    table, mapping = SAMPLES / "tables" / "boxes.csv", tmp_path / "m" / "boxes.mapping.yml"
    shown = run("intake", "guess", table, "--out", mapping)
    assert shown.exit_code == 0, shown.output
    assert "55301/201126" in shown.output
    assert "NOT_A_NUMBER" in run("intake", "guess", table, "--mapping", mapping).output.replace("\n", "")
    loaded = run("intake", "load", table, "--mapping", mapping)
    assert loaded.output.startswith("boxes.csv: 4 read, 3 accepted, 1 rejected")
    said = json.loads(run("intake", "report", "--date", "2026-11-20", "--json", "--lang", "ru").output)
    assert [(row["file_name"], row["accepted"], row["rejected"]) for row in said["by_file"]] == [("boxes.csv", 3, 1)]
    assert {row["check_id"] for row in said["by_check"] if row["outcome"] == "rejected"} == {"NOT_A_NUMBER"}
    assert any("десятичной" in row["message"] for row in said["by_check"])
    out = tmp_path / "mend.csv"
    assert "1 rejected row(s)" in run("intake", "rejected", "--out", out).output
    assert "тяжёлая" in out.read_text(encoding="utf-8")
    assert isinstance(run("intake", "rejected", "--out", out, "--kind", "parcels").exception, NotFoundError)
    assert "By customs office" in run("intake", "report", "--date", "2026-11-20").output
    assert "ештеңе келмеді" in run("intake", "report", "--date", "2020-01-01", "--lang", "kk").output
    assert isinstance(run("intake", "guess", SAMPLES / "declarations-xml" / "wco.xml").exception, IntakeError)


def test_rates_and_query(run, tmp_path, monkeypatch):
    rates = tmp_path / "rates.csv"
    rates.write_text("currency_code,rate_date,usd_per_unit,source\nKZT,2026-11-18,0.002,fictional\n", encoding="utf-8")
    assert "1 rate(s) loaded, 0 item(s)" in run("intake", "rates", rates).output
    database = sqlite3.connect(tmp_path / "a.sqlite")
    database.execute("CREATE TABLE firms AS SELECT '1' AS bin, 'Үлгі' AS name, 7 AS seen")
    database.commit()
    database.close()
    source = tmp_path / "firms.query.yml"
    source.write_text(
        "id: firms\ndatabase: FIRMS_URL\nquery: SELECT * FROM firms WHERE seen > :watermark\n"
        "watermark: {column: seen, start: '0', type: integer}\n"
        "mapping: {record: companies, fields: {tax_id: bin, name: name}}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("FIRMS_URL", f"sqlite:///{tmp_path / 'a.sqlite'}")
    assert "firms: 1 read, 1 accepted" in run("intake", "query", source).output
    assert "nothing above 7" in run("intake", "query", source).output
