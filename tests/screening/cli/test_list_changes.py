"""`screening lists diff` as a user meets it."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from screening.cli import app
from screening.errors import NotFoundError
from screening.lists import read
from screening.lists.store import load_version


def un(entities):
    return f'<CONSOLIDATED_LIST dateGenerated="2030-01-01"><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>'


def entity(number, name, comments):
    return (
        f"<ENTITY><REFERENCE_NUMBER>KPe.{number}</REFERENCE_NUMBER><FIRST_NAME>{name}</FIRST_NAME>"
        f"<COMMENTS1>{comments}</COMMENTS1></ENTITY>"
    )


LONG = "The company has traded in goods for many years under several names. " * 4
VERSIONS = (
    entity(901, "Orbita", LONG + "It moved.") + entity(902, "Zarya", "x"),
    entity(901, "Orbita", LONG + "It closed.") + entity(903, "=Luna\x85", "x") + entity(904, "Mirazh", "x"),
)


@pytest.fixture
def diff(tmp_path, lake):
    """Return a function that runs the command on a lake with two versions of a list."""
    for entities in VERSIONS:
        (tmp_path / "un.xml").write_text(un(entities), encoding="utf-8")
        (version,) = read([tmp_path / "un.xml"], retrieved_at=datetime.now(UTC))
        load_version(lake, version)
    lake.close()
    return lambda *arguments: CliRunner().invoke(app, ["lists", "diff", *arguments])


def test_the_table(diff):
    lines = diff("UN-SC").stdout.splitlines()
    assert lines[0].startswith("UN-SC: 2030-01-01-")
    assert lines[1] == "2 added, 1 removed, 1 changed"
    assert lines[3:5] == ["+ =Luna (UN-SC:KPe.903)", "+ Mirazh (UN-SC:KPe.904)"]
    assert "- Zarya (UN-SC:KPe.902)" in lines
    removed, added = [line.split(maxsplit=2) for line in lines[-2:]]
    assert (removed[:2], added[:2]) == (["remarks", "-"], ["remarks", "+"])
    assert removed[2].startswith("…") and removed[2].endswith("It moved.") and len(removed[2]) < 60


def test_a_limit(diff):
    assert "  and 1 more added; --limit 0 shows all" in diff("UN-SC", "--limit", "1").stdout.splitlines()
    assert "more" not in diff("UN-SC", "--limit", "0").stdout


def test_json(diff):
    result = json.loads(diff("UN-SC", "--format", "json").stdout)
    assert (result["added"], result["removed"], result["changed"]) == (2, 1, 1)
    (changed,) = [row for row in result["changes"] if row["change"] == "changed"]
    assert changed["fields"] == ["remarks"]
    assert changed["detail"]["remarks"]["to"] == LONG + "It closed."


def test_csv_is_safe_to_open(diff):
    rows = list(csv.DictReader(io.StringIO(diff("UN-SC", "--format", "csv").stdout)))
    assert len(rows) == 4
    assert "'=Luna" in {row["primary_name"].strip() for row in rows}


def test_a_list_that_is_not_there(diff):
    assert isinstance(diff("NO-LIST").exception, NotFoundError)
