"""docs/glossary.md: each word once, in three languages, spelt as on the screen."""

import re
from pathlib import Path

import pytest

from screening.texts import LANGUAGES, catalogue

PAGE = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if re.match(r"\| (?!English)\w", line)]
WORDS = {row[0].strip(): [cell.strip() for cell in row[1:]] for row in ROWS}

ON_THE_SCREEN = {
    **{f"severity.{word}": word for word in ("critical", "high", "medium", "low")},
    **{f"subject.{word}": word for word in ("consignor", "consignee", "declarant", "carrier")},
    "subject.responsible": "responsible person",
    "column.alert": "alert",
    "column.severity": "severity",
    "explain.strength": "strength",
    "explain.weight": "weight",
    "column.score": "points",
    "column.corridor": "corridor",
}


def test_each_word_once_with_all_its_cells():
    assert len(WORDS) == len(ROWS) > 40
    assert [word for word, cells in WORDS.items() if len(cells) != len(LANGUAGES) or not all(cells)] == []


@pytest.mark.parametrize("key", ON_THE_SCREEN)
def test_spelt_as_on_the_screen(key):
    russian, kazakh, _ = WORDS[ON_THE_SCREEN[key]]
    shown = catalogue()[key]
    assert (russian, kazakh) == (shown["ru"].lower(), shown["kk"].lower())
