"""docs/operations.md: settings and exit codes are those of the code, and a backup made as it says is a whole lake."""

import re
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from screening.errors import LakeError, ScreeningError
from screening.intake import load_file
from screening.lake import initialise, open_lake
from screening.pipeline import run_day
from screening.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")


def _table(mark: str) -> list[list[str]]:
    lines = PAGE.split(f"<!-- {mark} -->\n")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def _default(value: object) -> str:
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value or "")
    return f"`{text}`" if text else "none"


def test_settings():
    assert _table("settings") == [
        [f"`SCREENING_{name.upper()}`", _default(field.default), field.description]
        for name, field in Settings.model_fields.items()
    ]


def test_exit_codes():
    kinds = [kind for kind in ScreeningError.__subclasses__() if kind.__module__ == ScreeningError.__module__]
    leaves = sorted(kinds, key=lambda kind: kind.exit_code)
    assert len({kind.exit_code for kind in leaves}) == len(leaves)
    assert not any(kind.__subclasses__() for kind in leaves)
    assert _table("exit codes") == [
        [str(kind.exit_code), f"`{kind.__name__}`", " ".join((kind.__doc__ or "").split())] for kind in leaves
    ]


def test_home_folder(settings, item, write_csv):
    """After a run, nothing lies in the home folder that the page does not name."""
    with open_lake(settings) as lake:
        initialise(lake)
    write_csv("a.csv", [item()])
    run_day(settings, date(2026, 11, 20))
    named = set(re.findall(r"^\| `(\w+)/", PAGE, re.MULTILINE))
    found = {path.name for path in settings.home.iterdir()}
    assert {"lake", "inbox", "staging", "data_docs"} <= found <= named
    assert (settings.data_docs_folder / "2026-11-20" / "index.html").exists()


def test_backup(lake, settings, item, write_csv, tmp_path):
    load_file(lake, write_csv("a.csv", [item(item_number=number) for number in range(1, 200)]))
    source = sqlite3.connect(settings.home / "lake" / "catalog.sqlite")
    copy = sqlite3.connect(tmp_path / "catalog.sqlite")
    source.backup(copy)
    source.close()
    copy.close()
    # A run goes on after the catalog was copied: its files are in the copy of the data, and nothing names them.
    load_file(lake, write_csv("b.csv", [item(declaration_id="later", item_number=number) for number in range(1, 200)]))
    shutil.copytree(settings.home / "lake" / "data", tmp_path / "data")
    lake.close()

    shutil.rmtree(settings.home / "lake")
    (settings.home / "lake").mkdir()
    shutil.copy(tmp_path / "catalog.sqlite", settings.home / "lake")
    shutil.copytree(tmp_path / "data", settings.home / "lake" / "data")
    with open_lake(settings, read_only=True) as restored:
        assert restored.execute("SELECT count(*), count(DISTINCT file_id) FROM intake.declarations").fetchone() == (
            199,
            1,
        )

    shutil.copytree(settings.home, tmp_path / "moved")
    moved = Settings(home=tmp_path / "moved", _env_file=None)
    with pytest.raises(LakeError), open_lake(moved, read_only=True):
        pass
