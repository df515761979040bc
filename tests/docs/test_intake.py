"""docs/intake.md says what the code does: required columns, reason codes, the example, the table of corrections."""

import re
from pathlib import Path

import pytest

from screening.intake import load_file
from screening.intake.batch import HEADER_COLUMNS
from screening.schemas.intake import CANONICAL_COLUMNS

PAGE = (Path(__file__).parents[2] / "docs" / "intake.md").read_text(encoding="utf-8")


def _table(mark: str) -> list[list[str]]:
    lines = PAGE.split(f"<!-- {mark} -->\n")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_header_columns():
    rows = _table("header columns")
    assert tuple(row[0].strip("`") for row in rows) == HEADER_COLUMNS
    required = {column.name for column in CANONICAL_COLUMNS if column.required}
    assert {row[0].strip("`") for row in rows if row[1] == "filled"} == required - {"correction_number"}


def test_the_example_is_accepted(lake, tmp_path):
    path = tmp_path / "example.csv"
    path.write_text(re.search(r"^```csv\n(.+?)^```", PAGE, re.MULTILINE | re.DOTALL)[1], encoding="utf-8")
    report = load_file(lake, path)
    assert (report.rows_read, report.rows_accepted) == (2, 2)
    shown = {row[0].strip("`"): row[3].strip("`") for row in _table("header columns")}
    assert re.search(shown["declaration_id"], path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("known", "arrives", "stands", "history"),
    [
        ([(0, 1), (0, 2)], [(1, 1)], [(1, 1)], [(0, 1), (0, 2)]),
        ([(0, 1), (0, 2)], [(0, 2), (0, 3)], [(0, 2), (0, 3)], [(0, 1), (0, 2)]),
        ([(0, 1)], [(0, 2)], [(0, 1), (0, 2)], []),
        ([(1, 1)], [(0, 1), (0, 2)], [(1, 1)], [(0, 1), (0, 2)]),
    ],
    ids=["higher number", "known item", "new items", "lower number"],
)
def test_corrections(lake, write_csv, item, known, arrives, stands, history):
    for name, versions in (("1.csv", known), ("2.csv", arrives)):
        rows = [item(correction_number=version, item_number=number, model_name=name) for version, number in versions]
        load_file(lake, write_csv(name, rows))
    found = "SELECT correction_number, item_number FROM intake.{} ORDER BY ALL"
    assert lake.execute(found.format("declarations")).fetchall() == stands
    assert lake.execute(found.format("superseded_items")).fetchall() == history
