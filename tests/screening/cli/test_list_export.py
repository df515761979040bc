"""`screening lists export` as a user meets it."""

import csv
import json
from datetime import UTC, datetime

import polars as pl
import pytest
from typer.testing import CliRunner

from screening.cli import app
from screening.lists import read
from screening.lists.store import TABLES, load_version

MAPPING = "list_id: KZ-EX\nlist_name: Example\ncolumns: {name: Name, addresses: Address, source_id: Number}\n"


@pytest.fixture
def export(tmp_path, lake):
    """Return a function that exports a list, one of whose names a spreadsheet would take for a formula."""
    (tmp_path / "list.csv").write_text("Number,Name,Address\n1,=Orbita,@ Minsk\n2,Zarya,\n", encoding="utf-8")
    (tmp_path / "list.csv.mapping.yml").write_text(MAPPING, encoding="utf-8")
    (version,) = read([tmp_path / "list.csv"], retrieved_at=datetime.now(UTC))
    load_version(lake, version)
    lake.close()

    def run(form, to):
        result = CliRunner().invoke(app, ["lists", "export", "--format", form, "--to", str(tmp_path / to)])
        assert result.exit_code == 0, result.output
        return result.stdout, tmp_path / to

    return run


def test_csv_is_safe_to_open(export):
    said, folder = export("csv", "tables")
    assert "2 entities of 1 lists, 2 parties" in said
    with (folder / "names.csv").open(encoding="utf-8", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["'=Orbita", "Zarya"]
    with (folder / "addresses.csv").open(encoding="utf-8", newline="") as file:
        assert [row["full_address"] for row in csv.DictReader(file)] == ["'@ Minsk"]
    with (folder / "entities.csv").open(encoding="utf-8", newline="") as file:
        assert [row["group_id"] for row in csv.DictReader(file)] == ["KZ-EX:1", "KZ-EX:2"]


def test_parquet_keeps_what_is_listed(export):
    _, folder = export("parquet", "tables")
    assert {file.stem for file in folder.iterdir()} == set(TABLES)
    assert pl.read_parquet(folder / "names.parquet")["name"].to_list() == ["=Orbita", "Zarya"]


def test_followthemoney(export):
    _, file = export("ftm", "lists.json")
    things = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [thing["caption"] for thing in things if thing.get("target")] == ["=Orbita", "Zarya"]
