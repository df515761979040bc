"""`screening intake load`: files without the inbox, counts, refused files."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from screening.cli import app
from screening.errors import IntakeError
from screening.lake import initialise, open_lake
from screening.settings import load_settings

SAMPLES = Path(__file__).parents[3] / "data" / "samples" / "declarations-xml"


@pytest.fixture
def load():
    """Return a function that runs `screening intake load` in a lake of its own."""
    with open_lake(load_settings()) as connection:
        initialise(connection)
    return lambda *arguments: CliRunner().invoke(app, ["intake", "load", *map(str, arguments)])


def test_counts_of_each_file(load):
    shown = load(*sorted(SAMPLES.glob("*.xml")))
    assert shown.exit_code == 0
    assert shown.output.splitlines()[:3] == [
        "asycuda.xml: 2 read, 2 accepted, 0 rejected, 1 with warnings",
        "esadout.xml: 4 read, 3 accepted, 1 rejected, 3 with warnings",
        "wco.xml: 2 read, 1 accepted, 1 rejected, 1 with warnings",
    ]
    assert "screening intake rejected" in shown.output
    assert "known already" in load(SAMPLES / "wco.xml").output


def test_a_refused_file_does_not_stop_the_others(load, tmp_path):
    bad = tmp_path / "bad.xml"
    bad.write_text("<ASYCUDA><Item>", encoding="utf-8")
    shown = load("--json", bad, SAMPLES / "asycuda.xml")
    assert isinstance(shown.exception, IntakeError)
    said = json.loads(shown.stdout)
    assert [(each["file_name"], each["rows_accepted"]) for each in said["files"]] == [("asycuda.xml", 2)]
    assert [each["file_name"] for each in said["refused"]] == ["bad.xml"]
    assert said["files"][0]["days"] == ["2026-11-09"]
