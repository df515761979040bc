import json

import polars as pl
import pytest

from screening.errors import SettingsError
from screening.rules.rule import Rule, Text, hits

SAME = Text("a", "б", "в")


def rule(**parameters):
    return Rule("TEST_RULE", SAME, SAME, SAME, "a source", parameters)


def test_text_by_language():
    assert [SAME[language] for language in ("en", "ru", "kk")] == ["a", "б", "в"]


def test_policy_changes_one_parameter_and_leaves_the_rest():
    assert rule(least=8, threshold=None).with_policy({"least": 9.5}) == {"least": 9.5, "threshold": None}


def test_defaults_stay_as_they_are_after_a_change():
    made = rule(strengths={"exact": 1.0})
    made.with_policy({"strengths": {"exact": 0.3}})
    assert made.with_policy({}) == {"strengths": {"exact": 1.0}}


def test_a_mapping_keeps_what_the_policy_does_not_name():
    made = rule(strengths={"1": 1.0, "2": 0.9})
    # YAML reads an unquoted 1 as a number.
    assert made.with_policy({"strengths": {1: 0.4}}) == {"strengths": {"1": 0.4, "2": 0.9}}


def test_null_is_allowed_where_the_default_is_null():
    assert rule(threshold=None).with_policy({"threshold": None}) == {"threshold": None}
    assert rule(threshold=None).with_policy({"threshold": 0.9}) == {"threshold": 0.9}


@pytest.mark.parametrize(
    ("default", "value"),
    [
        (8, "many"),
        (8, None),
        (8, True),
        (8, float("nan")),
        (8, [8]),
        (None, "high"),
        (["AE"], "AE"),
        (["AE"], []),
        (["NO"], [False]),  # YAML reads an unquoted NO as false
        (["1"], [1]),
        ({"exact": 1.0}, 1.0),
        ({"exact": 1.0}, {"exact": "much"}),
        ({"exact": 1.0}, {"sure": 1.0}),
    ],
)
def test_a_value_of_another_kind_is_refused(default, value):
    with pytest.raises(SettingsError, match="parameter size of rule TEST_RULE") as refused:
        rule(size=default).with_policy({"size": value})
    assert refused.value.remedy.startswith("Give ")


def test_an_unknown_parameter_is_refused_and_the_known_ones_named():
    with pytest.raises(SettingsError, match="no parameter laest") as refused:
        rule(least=8).with_policy({"laest": 9})
    assert "least" in refused.value.remedy


def test_hits_pack_their_detail_as_json():
    frame = pl.DataFrame({"declared": ['«A» "B"'], "entries": [["1A001", "1C010"]], "basis": [None]})
    packed = hits(frame, rule(), ["declared", "entries", "basis"])
    assert packed["rule_id"].to_list() == ["TEST_RULE"]
    assert json.loads(packed["detail"][0]) == {"declared": '«A» "B"', "entries": ["1A001", "1C010"], "basis": None}


def test_hits_without_detail_carry_an_empty_object():
    assert json.loads(hits(pl.DataFrame({"declared": ["x"]}), rule(), [])["detail"][0]) == {}
