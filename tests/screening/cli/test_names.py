"""`screening names` on the command line."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from screening.cli.names import app
from screening.errors import IntakeError

LIST = "entity_id,name,entity_type,country,further\nE1,Tsvetkomflot PJSC,organisation,RU,x\nE2,Kunhai Machinery,,,y\n"
QUERIES = 'query_id,query,kind,country\nQ1,"ПАО ""Цветкомфлот""",dirty,RU\nQ2,Nobody At All,clean,KZ\n'


def screen(folder: Path, listed: bytes, queries: bytes) -> object:
    (folder / "list.csv").write_bytes(listed)
    (folder / "queries.csv").write_bytes(queries)
    options = ["--list", str(folder / "list.csv"), "--queries", str(folder / "queries.csv")]
    return CliRunner().invoke(app, ["screen", *options, "--out", str(folder / "hits.csv")])


def test_screen_writes_hits_with_their_features(tmp_path: Path) -> None:
    result = screen(tmp_path, LIST.encode(), QUERIES.encode())
    hits = pl.read_csv(tmp_path / "hits.csv")
    assert "1 hits" in result.output
    assert hits.select("query_id", "entity_id").rows() == [("Q1", "E1")]
    assert hits.columns[:3] == ["query_id", "entity_id", "score"]
    assert {"listed_missing", "country_agrees"} <= set(hits.columns)


@pytest.mark.parametrize(
    ("listed", "queries", "what"),
    [
        (b"", QUERIES.encode(), "is empty"),
        (b"entity_id,title\nE1,x\n", QUERIES.encode(), "has no column name"),
        (LIST.encode(), QUERIES.encode("utf-16"), "is not UTF-8"),
        (LIST.encode(), b"query_id,query\nQ1,x,too,many\n", "is no valid CSV"),
    ],
)
def test_files_that_cannot_be_used_are_named(tmp_path: Path, listed: bytes, queries: bytes, what: str) -> None:
    result = screen(tmp_path, listed, queries)
    assert isinstance(result.exception, IntakeError)
    assert what in str(result.exception)
    assert ".csv" in str(result.exception)


def test_compare_prints_the_explanation() -> None:
    result = CliRunner().invoke(app, ["compare", "ТОО Цветкомфлот", "Tsvetkomflot LLC"])
    assert result.exit_code == 0
    for part in ("score", "read as", "LLC", "listed_missing", "legal_form_agrees"):
        assert part in result.output
