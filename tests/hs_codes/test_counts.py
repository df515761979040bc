"""The counts that people see are those of the tables, and docs/goods.md shows the counts of today."""

from pathlib import Path

import polars as pl
import pytest

from hs_codes import ControlLists, load_control_lists
from hs_codes.__main__ import main
from hs_codes.counts import counts_by_part, counts_by_regime, markdown

DOCS = Path(__file__).parents[2] / "docs" / "goods.md"


def example() -> ControlLists:
    entries = pl.DataFrame(
        {
            "control_list": ["CHPL", "DUAL-USE", "DUAL-USE"],
            "entry_code": ["1", "2B001", "1C350"],
            "regimes": [["CHPL"], ["Wassenaar", "NSG"], ["AG"]],
        }
    )
    rows = [
        ("CHPL", "854231", "HS2022", "1", "exact"),
        ("DUAL-USE", "845710", "HS2022", "2B001", "likely"),
        ("DUAL-USE", "845811", "HS2022", "2B001", "possible"),
        ("DUAL-USE", "281212", "HS2022", "1C350", "exact"),
        ("DUAL-USE", "293139", "HS2017", "1C350", "possible"),
    ]
    columns = ["control_list", "hs_code", "hs_edition", "entry_code", "strength"]
    return ControlLists(entries=entries, correlations=pl.DataFrame(rows, schema=columns, orient="row"))


def test_counts_by_part() -> None:
    assert counts_by_part(example()).rows() == [
        ("CHPL", "tier 1", 1, 1, 1, 0, 0, 0),
        ("DUAL-USE", "1 materials, chemicals, micro-organisms", 1, 1, 1, 0, 0, 1),
        ("DUAL-USE", "2 materials processing", 1, 2, 0, 1, 1, 0),
    ]


def test_an_entry_of_two_regimes_counts_in_both() -> None:
    assert counts_by_regime(example()).rows() == [
        ("AG", 1, 1, 1, 0, 0, 1),
        ("CHPL", 1, 1, 1, 0, 0, 0),
        ("NSG", 1, 2, 0, 1, 1, 0),
        ("Wassenaar", 1, 2, 0, 1, 1, 0),
    ]


def test_markdown() -> None:
    assert markdown(pl.DataFrame({"a": [1], "b": ["x"]})) == "| a | b |\n| --- | --- |\n| 1 | x |"


def test_the_command_prints_both_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    lists = load_control_lists()
    printed = capsys.readouterr().out
    assert markdown(counts_by_part(lists)) in printed
    assert markdown(counts_by_regime(lists)) in printed


@pytest.mark.parametrize("counts", [counts_by_part, counts_by_regime])
def test_the_documentation_shows_the_counts_of_today(counts: object) -> None:
    assert callable(counts)
    assert markdown(counts(load_control_lists())) in DOCS.read_text(encoding="utf-8"), (
        "Run `python -m hs_codes` and put its tables into docs/goods.md"
    )
