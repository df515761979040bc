"""The index as the pipeline uses it: build, save, load, screen."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from screening.errors import ListError
from screening.names import NameIndex, compare

LISTED = pl.DataFrame(
    {
        "entity_id": ["E1", "E1", "E2", "E3", "E4", "E5"],
        "name": [
            "OOO Radioavtomatika",
            "Радиоавтоматика",
            "ZUBKOV, Arseniy Petrovich",
            "Trade Service Group LLC",
            "218 Aircraft Repair Plant JSC",
            "Qazvostok Asylmetall LLP",
        ],
        "name_kind": ["primary", "alias", "primary", "primary", "primary", "primary"],
    }
)


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex.build(LISTED)


def found(index: NameIndex, name: str) -> list[str]:
    return index.screen(pl.DataFrame({"query_id": ["Q"], "name": [name]}))["entity_id"].to_list()


@pytest.mark.parametrize(
    ("declared", "entity"),
    [
        ("ТОО «Радиоавтоматика»", "E1"),
        ("RADIOAVTOMATIKA LLP", "E1"),
        ("Зубков Арсений Петрович", "E2"),
        ("Arseny Petrovich ZUBKOV", "E2"),
        ("АО «218 авиационный ремонтный завод»", "E4"),
        ("ТОО Қазвосток Асылметалл", "E5"),
        ("Qazvostok Asylmetall, 050000, г. Алматы, ул. Абая 150", "E5"),
    ],
)
def test_a_listed_party_is_found(index: NameIndex, declared: str, entity: str) -> None:
    assert found(index, declared) == [entity]


@pytest.mark.parametrize(
    "declared",
    ["TRADE SERVICE GROUP", "ТОО", "LLC", "ГРУПП", "Trade Corp", "", "  ", "👍", "121 Aircraft Repair Plant"],
)
def test_common_words_and_other_numbers_alert_nobody(index: NameIndex, declared: str) -> None:
    assert found(index, declared) == []


def test_one_row_per_party_and_entity(index: NameIndex) -> None:
    parties = pl.DataFrame({"query_id": ["A", "B"], "name": ["Radioavtomatika", "Radioavtomatika"]})
    hits = index.screen(parties)
    assert hits.select("query_id", "entity_id").rows() == [("A", "E1"), ("B", "E1")]


def test_saved_index_gives_the_same_hits(index: NameIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    parties = pl.DataFrame({"query_id": ["A"], "name": ["Radioavtomatica"]})
    assert NameIndex.load(tmp_path / "index").screen(parties).equals(index.screen(parties))


def test_no_index_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="Build it anew"):
        NameIndex.load(tmp_path)


def test_missing_column_is_a_clear_error(index: NameIndex) -> None:
    with pytest.raises(ListError, match="query_id"):
        index.screen(pl.DataFrame({"name": ["x"]}))


def test_no_listed_names_give_no_hits() -> None:
    empty = NameIndex.build(LISTED.clear())
    assert empty.screen(pl.DataFrame({"query_id": ["A"], "name": ["Radioavtomatika"]})).height == 0


def test_explanation_uses_the_weights_of_the_index(index: NameIndex) -> None:
    score = index.screen(pl.DataFrame({"query_id": ["A"], "name": ["Радиоавтоматика"]}))["score"][0]
    explained = compare("Радиоавтоматика", "Радиоавтоматика", index=index)
    assert explained.score == pytest.approx(score)
    assert "radoavtomatika" in str(explained)
    assert explained.to_dict()["score"] == explained.score
