import json

import polars as pl
import pytest

from screening.rules.goods.combine import GOODS_WEAK_SIGNS, SIGN_COLUMNS, combine


def sign(row: int, rule_id: str, strength: float) -> dict[str, object]:
    texts = dict.fromkeys(("declared", "reference", "reference_list", "reference_version"), f"{rule_id} text")
    return {
        "row": row,
        "rule_id": rule_id,
        "strength": strength,
        "reference_id": f"{rule_id}-1",
        "detail": "{}",
    } | texts


def combined(*signs: dict[str, object]) -> list[dict[str, object]]:
    frame = pl.DataFrame(signs, schema=SIGN_COLUMNS)
    return combine(frame, GOODS_WEAK_SIGNS.parameters).sort("row", "rule_id").to_dicts()


def test_weak_signs_of_one_item_become_one_reason():
    (hit,) = combined(sign(1, "A", 0.3), sign(1, "B", 0.4), sign(1, "C", 0.2))
    assert hit["rule_id"] == "GOODS_WEAK_SIGNS"
    assert hit["strength"] == pytest.approx(1 - 0.7 * 0.6 * 0.8)
    assert (hit["declared"], hit["reference_id"]) == ("B text", "B-1"), "the strongest speaks for them"
    assert json.loads(hit["detail"])["signs"] == ["B B-1 (0.4)", "A A-1 (0.3)", "C C-1 (0.2)"]


def test_strong_signs_and_a_single_weak_one_stand_alone():
    hits = combined(sign(1, "A", 0.8), sign(1, "B", 0.9), sign(2, "A", 0.3))
    assert [(hit["row"], hit["rule_id"]) for hit in hits] == [(1, "A"), (1, "B"), (2, "A")]


def test_a_strong_one_stays_beside_the_weak_ones_together():
    hits = combined(sign(1, "A", 0.8), sign(1, "B", 0.3), sign(1, "C", 0.3))
    assert [hit["rule_id"] for hit in hits] == ["A", "GOODS_WEAK_SIGNS"]


def test_nothing_gives_nothing():
    assert combined() == []
