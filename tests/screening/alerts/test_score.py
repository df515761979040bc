import json
import re
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.alerts.score import explain
from screening.rules.catalogue import rules
from screening.schemas.results import ALERT_REASONS, ALERTS, DAILY_SUMMARY

DAY = date(2026, 11, 20)
NAMED = {"rule_id": "PARTY_EXACT_ID", "subject": "consignee", "reference_list": "TEST-LIST", "reference_id": "T:1"}


def names(strength, **changes):
    return {
        "rule_id": "PARTY_NAME_FUZZY",
        "subject": "consignee",
        "strength": strength,
        "reference_id": "T:2",
    } | changes


def points(scored):
    return scored.alert_reasons.sort("reason_number")["points"].to_list()


def test_points_are_weight_times_strength(make_hits, score_day):
    scored = score_day(make_hits(NAMED, names(0.9), {}))
    # 140 × 1, 110 × 0.9, 15 × 1
    assert points(scored) == [140.0, 99.0, 15.0]
    alert = scored.alerts.to_dicts()[0]
    assert (alert["score"], alert["severity"], alert["reason_count"]) == (254.0, "critical", 3)
    assert alert["rule_ids"] == ["PARTY_EXACT_ID", "PARTY_NAME_FUZZY", "CHPL_HIT"]
    assert alert["run_id"] == "run-1"


def test_weaker_hits_of_one_rule_count_by_half_and_half_again(make_hits, score_day):
    chips = [{"item_number": n, "strength": strength} for n, strength in enumerate([0.6, 1.0, 0.9, 1.0], 1)]
    scored = score_day(make_hits(NAMED, *chips))
    # 15 × (1 + 1/2 + 0.9/4 + 0.6/8) = 15 + 7.5 + 3.375 + 1.125; of equal strength, the first item is the stronger
    assert points(scored) == [140.0, 15.0, 7.5, 3.38, 1.13]
    assert scored.alert_reasons["item_number"].to_list() == [None, 2, 4, 3, 1]
    assert scored.alerts["score"].to_list() == [167.01]


def test_repetition_is_counted_in_each_rule_and_declaration_by_itself(make_hits, score_day):
    scored = score_day(make_hits(NAMED, names(1.0), NAMED | {"declaration_id": "D2"}, names(1.0, declaration_id="D2")))
    assert scored.alert_reasons["points"].to_list() == [140.0, 110.0, 140.0, 110.0]


@pytest.mark.parametrize(("factor", "expected"), [(0.0, [140.0, 0.0]), (1.0, [140.0, 140.0]), (0.25, [140.0, 35.0])])
def test_the_repeat_factor_is_the_policys(make_hits, score_day, policy, factor, expected):
    changed = policy.model_copy(update={"repeat_factor": factor})
    assert points(score_day(make_hits(NAMED, NAMED | {"reference_id": "T:9"}), policy=changed)) == expected


@pytest.mark.parametrize(
    ("strengths", "severity"),
    [
        ([40 / 110], "low"),
        ([39.99 / 110], None),
        ([59.99 / 110], "low"),
        ([60 / 110], "medium"),
        ([99.99 / 110], "medium"),
        ([100 / 110], "high"),
        ([1.0, 79.98 / 110], "high"),  # 110 + 39.99
        ([1.0, 80 / 110], "critical"),  # 110 + 40
        ([0.0], None),
    ],
)
def test_severity_begins_at_its_limit(make_hits, score_day, strengths, severity):
    found = make_hits(*(names(strength, reference_id=f"T:{n}") for n, strength in enumerate(strengths)))
    assert score_day(found).alerts["severity"].to_list() == ([severity] if severity else [])


def test_a_sum_that_is_the_threshold_is_an_alert_whatever_its_last_binary_digit(make_hits, score_day, policy):
    assert 0.1 + 0.7 < 0.8
    low = {"alert_threshold": 0.8, "severities": policy.severities | {"low": 0.8}}
    found = make_hits({"strength": 0.1 / 15}, names(0.7 / 110))
    alerts = score_day(found, policy=policy.model_copy(update=low)).alerts
    assert alerts.select("score", "severity").rows() == [(0.8, "low")]


def test_scores_do_not_saturate(make_hits, score_day):
    """Two critical declarations are still told apart, and so are two that have everything but one thing."""
    both = make_hits(
        NAMED, NAMED | {"declaration_id": "D2"}, names(1.0, declaration_id="D2"),
        *({**NAMED, "declaration_id": "D3", "rule_id": rule_id} for rule_id in rules()),
    )  # fmt: skip
    alerts = score_day(both).alerts
    assert alerts["declaration_id"].to_list() == ["D3", "D2", "D1"]
    assert alerts["severity"].to_list() == ["critical", "critical", "high"]
    assert alerts["score"].n_unique() == 3


def test_a_day_without_hits(make_hits, make_items, score_day):
    scored = score_day(make_hits(), make_items({}, {"item_number": 2, "row_number": 2}))
    assert (scored.alerts.height, scored.alert_reasons.height) == (0, 0)
    assert ALERTS.conform(scored.alerts).is_empty()
    assert scored.daily_summary.rows() == [(DAY, "items", "import", 2)]


def test_a_day_without_items(make_hits, make_items, score_day):
    assert score_day(make_hits(), make_items()).daily_summary.is_empty()


def test_hits_below_the_threshold_are_counted_and_make_no_alert(make_hits, score_day):
    scored = score_day(make_hits({}))
    assert scored.alerts.is_empty()
    assert scored.alert_reasons.is_empty()
    assert scored.daily_summary.select("measure", "name", "count").rows() == [
        ("hits_by_rule", "CHPL_HIT", 1),
        ("items", "import", 1),
    ]


def test_the_summary_counts_alerts_once_however_many_reasons_they_have(make_hits, score_day):
    scored = score_day(make_hits(NAMED, NAMED | {"reference_id": "T:9"}, NAMED | {"declaration_id": "D2"}, {}))
    counted = {(measure, name): count for _, measure, name, count in scored.daily_summary.iter_rows()}
    assert counted == {
        ("alerts_by_rule", "CHPL_HIT"): 1,
        ("alerts_by_rule", "PARTY_EXACT_ID"): 2,
        ("alerts_by_severity", "critical"): 1,
        ("alerts_by_severity", "high"): 1,
        ("hits_by_rule", "CHPL_HIT"): 1,
        ("hits_by_rule", "PARTY_EXACT_ID"): 3,
        ("items", "import"): 2,
    }


def test_an_alert_tells_of_its_declaration(make_hits, make_items, score_day):
    items = make_items(
        {"item_number": 2, "row_number": 2, "consignee_name": "ТОО «Екінші»", "statistical_value": None},
        {"trade_country_code": "AE"},
        {"declaration_id": "D2", "statistical_value": 999.0},
    )
    alert = score_day(make_hits(NAMED), items).alerts.to_dicts()[0]
    assert (alert["consignor_name"], alert["consignee_name"]) == ("FICTIONAL SENDER", "ТОО «Үлгі»")
    assert (alert["consignee_tax_id"], alert["office_code"], alert["flow"]) == ("990140000012", "55301", "import")
    assert (alert["item_count"], alert["statistical_value"]) == (2, 100.0)
    assert alert["corridor"] == "AE → KZ", "a trading country that is that of dispatch is not said twice"


def test_a_declaration_that_says_nothing_optional_can_be_an_alert(make_hits, make_items, score_day):
    columns = ("consignor_name", "consignee_name", "consignee_tax_id", "dispatch_country_code", "trade_country_code")
    bare = make_items(dict.fromkeys((*columns, "destination_country_code", "statistical_value")))
    alert = score_day(make_hits(NAMED), bare).alerts.to_dicts()[0]
    assert (alert["corridor"], alert["consignee_name"], alert["statistical_value"]) == ("", None, None)


@pytest.mark.parametrize(
    ("version", "age"),
    [
        ({}, 10),
        ({"published_date": DAY}, 0),
        ({"published_date": None}, None),
        ({"list_version": "v0"}, None),
        ({"list_id": "OTHER"}, None),
    ],
)
def test_the_age_of_the_list_is_that_of_the_version_the_hit_names(make_hits, score_day, version, age):
    assert score_day(make_hits(NAMED), versions=[version]).alert_reasons["list_age_days"].to_list() == [age]


def test_alert_ids_hold_the_day_and_depend_on_the_declaration_alone(make_hits, score_day):
    first = score_day(make_hits(NAMED)).alerts["alert_id"][0]
    more = score_day(make_hits(NAMED, {}, NAMED | {"declaration_id": "D2"})).alerts
    assert re.fullmatch(r"20261120-[0-9A-F]{10}", first)
    assert more.filter(pl.col("declaration_id") == "D1")["alert_id"].to_list() == [first]
    assert more["alert_id"].n_unique() == 2


def test_alerts_come_most_points_first_and_equal_ones_by_id(make_hits, score_day):
    found = make_hits(*(NAMED | {"declaration_id": f"D{n}"} for n in range(9)), names(1.0, declaration_id="D5"))
    alerts = score_day(found).alerts
    assert alerts["declaration_id"][0] == "D5"
    assert alerts["alert_id"][1:].to_list() == sorted(alerts["alert_id"][1:])


def test_the_order_of_hits_and_items_changes_nothing(make_hits, make_items, score_day):
    found = make_hits(
        *({"item_number": n, "declaration_id": f"D{n % 3}"} for n in range(12)),
        *(NAMED | {"declaration_id": f"D{n}", "subject": role} for n in range(3) for role in ("carrier", "consignee")),
    )  # fmt: skip
    items = make_items(*({"declaration_id": f"D{n % 3}", "item_number": n, "flow": "export"} for n in range(12)))
    once, again = score_day(found, items), score_day(found.reverse(), items.sample(fraction=1, shuffle=True, seed=7))
    for name in ("alerts", "alert_reasons", "daily_summary"):
        assert getattr(once, name).equals(getattr(again, name)), name


def test_reasons_carry_what_an_officer_can_check(make_hits, score_day):
    named = NAMED | {"declared": "990140000012", "reference": "FICTIONAL FIRM LLC", "detail": '{"kind": "bin"}'}
    reason = score_day(make_hits(named)).alert_reasons.to_dicts()[0]
    assert (reason["declared"], reason["reference"]) == ("990140000012", "FICTIONAL FIRM LLC")
    assert (reason["reference_list"], reason["reference_version"]) == ("TEST-LIST", "v1")
    assert (reason["weight"], reason["points"], reason["reason_number"]) == (140.0, 140.0, 1)
    assert json.loads(reason["detail"]) == {"kind": "bin"}
    assert reason["explanation"] == "Number 990140000012 of the consignee is that of FICTIONAL FIRM LLC (T:1)"


def test_the_headline_is_the_strongest_reason(make_hits, score_day):
    scored = score_day(make_hits({}, NAMED))
    assert scored.alerts["headline"][0] == scored.alert_reasons["explanation"][0]
    assert scored.alert_reasons["rule_id"][0] == "PARTY_EXACT_ID"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Number 990140000012 of the carrier is that of FIRM (T:1)"),
        ("ru", "Номер 990140000012 (перевозчик) принадлежит: FIRM (T:1)"),
        ("kk", "990140000012 нөмірі (тасымалдаушы) мынаған тиесілі: FIRM (T:1)"),
    ],
)
def test_explanations_speak_the_readers_language(make_hits, language, sentence):
    found = make_hits(NAMED | {"subject": "carrier", "declared": "990140000012", "reference": "FIRM"})
    spoken = explain(found, rules(), language)
    assert spoken["explanation"].to_list() == [sentence]
    assert spoken["subject"].to_list() == ["carrier"], "the table keeps its own word"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_rule_explains_itself_with_nothing_left_to_fill_in(make_hits, language):
    found = make_hits(*({"rule_id": rule_id, "declared": "{declared}", "reference": "a {b} c"} for rule_id in rules()))
    spoken = explain(found, rules(), language)["explanation"].to_list()
    assert len(set(spoken)) == len(rules())
    for sentence in spoken:
        assert "{declared}" in sentence, "a brace in a declared value is text like any other"
        assert "a {b} c" in sentence
        assert not re.search(r"\{(reference|reference_id|subject)\}", sentence)


HITS = st.lists(
    st.fixed_dictionaries(
        {
            "declaration_id": st.sampled_from(["D1", "D2"]),
            "rule_id": st.sampled_from(list(rules())),
            "item_number": st.none() | st.integers(1, 4),
            "strength": st.floats(0, 1),
            "subject": st.sampled_from(["goods", "consignee"]),
        }
    ),
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=HITS)
def test_a_score_is_the_sum_of_its_points_and_one_hit_more_never_lowers_it(make_hits, make_items, score_day, changes):
    everything = make_hits(*(change | {"reference_id": f"T:{n}"} for n, change in enumerate(changes)))
    items = make_items({"declaration_id": "D1"}, {"declaration_id": "D2"})
    scored = score_day(everything, items)
    ALERT_REASONS.conform(scored.alert_reasons)
    DAILY_SUMMARY.conform(scored.daily_summary)
    sums = scored.alert_reasons.group_by("alert_id").agg(pl.col("points").sum(), pl.len().cast(pl.Int64))
    joined = scored.alerts.join(sums, on="alert_id", how="full", coalesce=True)
    assert joined.null_count().select("score", "points").row(0) == (0, 0)
    assert all(abs(row["score"] - row["points"]) < 0.005 for row in joined.iter_rows(named=True))
    assert (joined["reason_count"] == joined["len"]).all()
    assert (scored.alerts["score"] >= 40).all()
    fewer = score_day(everything.head(max(everything.height - 1, 0)), items).alerts
    before = dict(fewer.select("declaration_id", "score").iter_rows())
    after = dict(scored.alerts.select("declaration_id", "score").iter_rows())
    assert all(after.get(declaration, 0) >= score for declaration, score in before.items())


def test_rules_of_one_family_repeat_one_another(make_hits, score_day, policy):
    rules_with_family = {
        rule_id: rule.model_copy(update={"family": "goods", "weight": weight})
        for rule_id, rule, weight in (
            ("CHPL_HIT", policy.rules["CHPL_HIT"], 15.0),
            ("PARTNUMBER_HIT", policy.rules["PARTNUMBER_HIT"], 40.0),
        )
    }
    changed = policy.model_copy(update={"rules": {**policy.rules, **rules_with_family}})
    scored = score_day(make_hits(NAMED, {}, {"rule_id": "PARTNUMBER_HIT", "strength": 0.9}), policy=changed)
    # 40 × 0.9 comes first, then the code with half of its 15 points; the listed number has no family.
    assert points(scored) == [140.0, 36.0, 7.5]


def test_in_a_family_points_decide_who_is_first_not_strength(make_hits, score_day, policy):
    family = {
        rule_id: policy.rules[rule_id].model_copy(update={"family": "goods", "weight": weight})
        for rule_id, weight in (("CHPL_HIT", 10.0), ("PARTNUMBER_HIT", 60.0))
    }
    changed = policy.model_copy(update={"rules": {**policy.rules, **family}})
    scored = score_day(
        make_hits(NAMED, {"strength": 1.0}, {"rule_id": "PARTNUMBER_HIT", "strength": 0.5}), policy=changed
    )
    assert points(scored) == [140.0, 30.0, 5.0]
