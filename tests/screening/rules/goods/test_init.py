import json

import polars as pl
import pytest

from screening.alerts.policy import load_policy
from screening.rules.goods import distinct_goods, goods_hits
from screening.schemas.results import RULE_HITS


@pytest.fixture(scope="module")
def policy():
    return load_policy()


@pytest.fixture
def judge(inputs, items, policy):
    def run(*changes: dict[str, object]) -> pl.DataFrame:
        return RULE_HITS.conform(goods_hits(inputs(items(*changes)), policy.parameters, None))

    return run


def points(found: pl.DataFrame, policy) -> float:
    return sum(policy.rules[hit["rule_id"]].weight * hit["strength"] for hit in found.iter_rows(named=True))


def test_equal_goods_are_judged_once_and_every_item_gets_its_hit(items):
    day = items(*({"item_number": n, "model_name": None} for n in range(1, 4)), {"item_number": 4, "model_name": "X-1"})
    goods, known = distinct_goods(day)
    assert (goods.height, known.height) == (2, 4)
    assert sorted(known["row"].to_list()) == [0, 0, 0, 1]


def test_a_hit_says_candidate_and_what_it_rests_on(judge):
    found = judge({"goods_description": "Станок 5-осевой фрезерный", "hs_code": "8457101200", "model_name": "DMU 50",
                   "maker_name": "DMG Mori"})  # fmt: skip
    by_rule = {hit["rule_id"]: hit for hit in found.to_dicts()}
    assert {"GOODS_TEXT_CANDIDATE", "PARTNUMBER_HIT", "CHPL_HIT", "CONTROL_CODE_CANDIDATE"} == by_rule.keys()
    text = by_rule["GOODS_TEXT_CANDIDATE"]
    assert (text["reference_id"], text["reference_list"], text["strength"]) == ("2B001", "DUAL-USE", 1.0)
    assert json.loads(text["detail"])["ask"] == "≥ 5 axes"
    assert by_rule["PARTNUMBER_HIT"]["reference_list"] == "PART-FAMILIES"


@pytest.mark.parametrize(
    ("change", "is_alert"),
    [
        # a part number under a code of the priority list
        ({"hs_code": "8542399000", "goods_description": "ПЛИС", "maker_name": "AMD", "model_name": "XC7K325T"}, True),
        # words that leave hardly a doubt, under an innocent code
        ({"hs_code": "8421199009", "goods_description": "Газовая центрифуга для обогащения урана"}, True),
        # look-alikes
        ({"hs_code": "8482109008", "goods_description": "Подшипники для легковых автомобилей",
          "model_name": "6205-2RS"}, False),
        ({"hs_code": "9503009500", "goods_description": "Квадрокоптер игрушечный для детей"}, False),
        ({"hs_code": "8517620003", "goods_description": "Маршрутизатор бытовой Wi-Fi"}, False),
        ({"hs_code": "9023008000", "goods_description": "Макет ракетного двигателя"}, False),
    ],
)  # fmt: skip
def test_strong_signs_alert_and_look_alikes_do_not(judge, policy, change, is_alert):
    assert (points(judge(change), policy) >= policy.alert_threshold) == is_alert


def test_an_empty_day(judge, inputs, items, policy):
    empty = items({}).clear()
    assert goods_hits(inputs(empty), policy.parameters, None).is_empty()
