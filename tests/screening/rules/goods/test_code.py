import json
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hs_codes import load_control_lists
from hs_codes.control_lists import complete
from screening.rules.goods.code import (
    CHPL_HIT,
    CONTROL_CODE_CANDIDATE,
    COUNTRY_BAN,
    UNSCR_DPRK_SCOPE,
    ban_hits,
    candidates,
    chpl_hits,
    control_hits,
    dprk_hits,
)
from screening.schemas.goods import CONTROL_ENTRIES, HS_CORRELATIONS
from screening.schemas.results import RULE_HITS

CHPL_DEFAULTS = CHPL_HIT.with_policy({})
CONTROL_DEFAULTS = CONTROL_CODE_CANDIDATE.with_policy({})


def number(n):
    return {"declaration_id": f"D{n}"}


def test_a_code_on_the_priority_list_is_a_hit_with_its_tier(inputs, items):
    found = RULE_HITS.conform(chpl_hits(inputs(items({"hs_code": "8542319000"})), CHPL_DEFAULTS))
    hit = found.to_dicts()[0]
    assert found.height == 1
    assert (hit["rule_id"], hit["subject"], hit["item_number"]) == ("CHPL_HIT", "goods", 1)
    assert (hit["declared"], hit["reference_id"], hit["reference_list"]) == ("8542319000", "1", "CHPL")
    assert hit["strength"] == 1.0
    assert hit["reference_version"].startswith("2024-02-23-")
    assert json.loads(hit["detail"])["matched_code"] == "854231"


@pytest.mark.parametrize(
    ("code", "tier", "strength"),
    [
        ("854231", "1", 1.0),  # a code of six digits as it stands
        ("85176200", "2", 0.9),
        ("8504409000", "3.A", 0.6),
        ("8482101000", "3.B", 0.6),
        ("9027500000", "4.A", 0.5),
        ("8457109000", "4.B", 0.5),
    ],
)
def test_strength_falls_with_the_tier(inputs, items, code, tier, strength):
    found = chpl_hits(inputs(items({"hs_code": code})), CHPL_DEFAULTS)
    assert found.select("reference_id", "strength").rows() == [(tier, strength)]


@pytest.mark.parametrize(
    "code",
    [
        "6908909100",
        "8542900000",  # parts of integrated circuits: the neighbour is not on the list
        "0854231000",  # the digits of 854231, one place on
        "8517610000",
    ],
)
def test_other_codes_are_none(inputs, items, code):
    assert chpl_hits(inputs(items({"hs_code": code})), CHPL_DEFAULTS).is_empty()


def test_every_code_of_the_list_is_found(inputs, items):
    listed = (
        load_control_lists()
        .correlations.filter((pl.col("control_list") == "CHPL") & (pl.col("hs_edition") == "HS2022"))["hs_code"]
        .to_list()
    )
    assert len(listed) == 50
    found = chpl_hits(
        inputs(items(*(number(n) | {"hs_code": f"{c}0000"} for n, c in enumerate(listed)))), CHPL_DEFAULTS
    )
    assert found["declaration_id"].n_unique() == 50


def test_each_item_of_a_declaration_is_a_hit_of_its_own(inputs, items):
    both = items({"hs_code": "8542310000"}, {"item_number": 2, "hs_code": "8542320000"}, {"item_number": 3})
    found = chpl_hits(inputs(both), CHPL_DEFAULTS)
    assert found.select("item_number").to_series().to_list() == [1, 2]


def test_two_editions_give_one_hit(inputs, items):
    lists = load_control_lists()
    found = chpl_hits(inputs(items({"hs_code": "8541400000"}), correlations=lists.correlations), CHPL_DEFAULTS)
    assert found.height == 1, "8541.40 is the predecessor of two codes"


def test_the_policy_changes_the_strength_of_a_tier(inputs, items):
    parameters = CHPL_HIT.with_policy({"strength_by_tier": {"1": 0.25}})
    assert chpl_hits(inputs(items({"hs_code": "8542310000"})), parameters)["strength"].to_list() == [0.25]


def test_a_control_candidate_is_one_hit_with_all_its_entries(inputs, items):
    correlations = load_control_lists().correlations.filter(pl.col("control_list") == "DUAL-USE")
    widest = correlations.group_by("hs_code").agg(pl.len(), pl.col("strength").first()).sort("len")["hs_code"][-1]
    entries = set(correlations.filter(pl.col("hs_code") == widest)["entry_code"])
    found = RULE_HITS.conform(control_hits(inputs(items({"hs_code": f"{widest}0000"})), CONTROL_DEFAULTS))
    assert found.height == 1
    detail = json.loads(found["detail"][0])
    assert len(entries) > 3
    assert entries <= {entry.partition(" ")[0] for entry in detail["entries"]}
    assert found["reference_id"][0] == detail["entries"][0].partition(" ")[0], "the strongest comes first"


def rows(*given):
    """Correlations as (hs_code, entry_code, strength) of a made-up control list."""
    listed = (
        "control_list",
        "control_list_version",
        "hs_code",
        "hs_edition",
        "entry_code",
        "strength",
        "basis",
        "source",
    )
    frame = pl.DataFrame(
        [
            ("DUAL-USE", "v1", code, "HS2022", entry, strength, f"basis of {entry}", "test")
            for code, entry, strength in given
        ],
        schema=dict.fromkeys(listed, pl.String),
        orient="row",
    )
    return complete(frame, HS_CORRELATIONS)


def entries(*codes, control_list="DUAL-USE", regimes=("NSG", "MTCR")):
    frame = pl.DataFrame(
        {
            "control_list": [control_list] * len(codes),
            "control_list_version": ["v1"] * len(codes),
            "entry_code": codes,
            "regimes": [list(regimes)] * len(codes),
            "title_en": [f"title of {code}" for code in codes],
        }
    )
    return complete(frame, CONTROL_ENTRIES)


@pytest.mark.parametrize(
    ("given_rows", "reference_id", "strength"),
    [
        ([("840110", "0A001", "possible"), ("840110", "1C010", "exact")], "1C010", 1.0),  # the stronger word
        ([("8401", "0A001", "likely"), ("840110", "1C010", "likely")], "1C010", 0.6),  # the longer code
        ([("840110", "1C010", "likely"), ("840110", "0A001", "likely")], "0A001", 0.6),  # else by code
        ([("84", "0A001", "possible")], "0A001", 0.2),  # a chapter
        ([("8401100001", "0A001", "exact")], "0A001", 1.0),  # all ten digits
    ],
)
def test_the_most_telling_entry_is_the_reference(inputs, items, given_rows, reference_id, strength):
    made = inputs(
        items({"hs_code": "8401100001"}), correlations=rows(*given_rows), control_entries=entries("0A001", "1C010")
    )
    hit = RULE_HITS.conform(control_hits(made, CONTROL_DEFAULTS)).to_dicts()[0]
    assert (hit["reference_id"], hit["strength"], hit["reference"]) == (
        reference_id,
        strength,
        f"title of {reference_id}",
    )
    assert hit["reference_version"] == "v1"
    assert json.loads(hit["detail"])["regimes"] == "NSG, MTCR"


def test_a_short_declared_code_does_not_reach_a_longer_row(inputs, items):
    made = inputs(
        items({"hs_code": "840110"}),
        correlations=rows(("8401100001", "0A001", "exact")),
        control_entries=entries("0A001"),
    )
    assert control_hits(made, CONTROL_DEFAULTS).is_empty()


@pytest.mark.parametrize("rule", [chpl_hits, control_hits])
def test_a_day_without_items_and_a_lake_without_control_lists_conform(inputs, items, rule):
    parameters = CHPL_DEFAULTS if rule is chpl_hits else CONTROL_DEFAULTS
    assert RULE_HITS.conform(rule(inputs(items().clear()), parameters)).is_empty()
    nothing = inputs(items({}), correlations=HS_CORRELATIONS.empty())
    assert RULE_HITS.conform(rule(nothing, parameters)).is_empty()


def test_candidates_of_one_list_only(inputs, items):
    made = inputs(items({"hs_code": "8542310000"}))
    assert set(candidates(made, "CHPL")["reference_list"]) == {"CHPL"}
    assert set(candidates(made, "DUAL-USE")["reference_list"]) == {"DUAL-USE"}


CODES = st.sampled_from(load_control_lists().correlations["hs_code"].unique().sort().to_list()) | st.from_regex(
    r"[0-9]{6}", fullmatch=True
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codes=st.lists(st.tuples(CODES, st.sampled_from(["", "00", "0000"])), min_size=1, max_size=8))
def test_hits_conform_and_point_back_at_their_item(inputs, items, codes):
    day = items(*({"item_number": n, "hs_code": code + tail} for n, (code, tail) in enumerate(codes, 1)))
    everything = inputs(day, correlations=load_control_lists().correlations)
    for found in (chpl_hits(everything, CHPL_DEFAULTS), control_hits(everything, CONTROL_DEFAULTS)):
        found = RULE_HITS.conform(found)
        assert found["strength"].is_between(0, 1).all()
        back = found.join(day, on=["declaration_id", "item_number"], how="left")
        assert (back["declared"] == back["hs_code"]).all()


KP_EXPORT = {"flow": "export", "destination_country_code": "KP", "trade_country_code": "KP"}
KP_IMPORT = {"flow": "import", "origin_country_code": "KP", "dispatch_country_code": "CN"}


@pytest.mark.parametrize(
    ("changes", "reference_id"),
    [
        (KP_EXPORT | {"hs_code": "8457101000"}, "2397-7"),
        (KP_EXPORT | {"hs_code": "7208100000"}, "2397-7"),
        (KP_EXPORT | {"hs_code": "9306900000"}, "1718-8A"),
        (KP_EXPORT | {"hs_code": "2710192100"}, "2270-31"),
        (KP_IMPORT | {"hs_code": "0303000000"}, "2371-9"),
        (KP_IMPORT | {"hs_code": "2701120000"}, "2371-8"),
        (KP_IMPORT | {"hs_code": "6203423100"}, "2375-16"),
        (KP_IMPORT | {"hs_code": "8501109900"}, "2397-6"),
        (KP_IMPORT | {"hs_code": "0303000000", "origin_country_code": "CN", "dispatch_country_code": "KP"}, "2371-9"),
        (KP_IMPORT | {"hs_code": "0303000000", "flow": "transit"}, "2371-9"),
        (KP_EXPORT | {"hs_code": "8457101000", "flow": "transit"}, "2397-7"),
    ],
)
def test_trade_with_the_dprk_within_the_resolutions(inputs, items, changes, reference_id):
    hit = RULE_HITS.conform(dprk_hits(inputs(items(changes)), UNSCR_DPRK_SCOPE.with_policy({}))).to_dicts()[0]
    assert (hit["reference_id"], hit["reference_list"]) == (reference_id, "UNSCR-DPRK")
    assert "KP" in json.loads(hit["detail"])["scope"]


@pytest.mark.parametrize(
    "changes",
    [
        {"hs_code": "8457101000"},  # from Germany to Kazakhstan
        KP_EXPORT | {"hs_code": "0303000000"},  # fish is banned from there, not to there
        KP_IMPORT | {"hs_code": "2710192100"},
        KP_EXPORT | {"hs_code": "3004900000"},  # medicines
        KP_EXPORT | {"hs_code": "8457101000", "destination_country_code": "KR", "trade_country_code": "KR"},
        KP_EXPORT | {"hs_code": "8457101000", "destination_country_code": None},
    ],
)
def test_other_trade_is_outside_them(inputs, items, changes):
    assert dprk_hits(inputs(items(changes)), UNSCR_DPRK_SCOPE.with_policy({})).is_empty()


def banned(**changes):
    frame = rows(("854231", "EXPORT-RU", "exact")).with_columns(
        pl.lit("export").alias("flow"),
        pl.lit("destination").alias("country_role"),
        pl.lit(["RU"]).alias("country_codes"),
        pl.lit("KZ-BAN").alias("control_list"),
    )
    return frame.with_columns(pl.lit(value).alias(name) for name, value in changes.items())


@pytest.mark.parametrize(
    ("row", "changes", "is_hit"),
    [
        ({}, {}, True),
        ({}, {"flow": "transit"}, True),
        ({}, {"flow": "import"}, False),
        ({}, {"destination_country_code": "CN"}, False),
        ({"valid_from": date(2026, 11, 20), "valid_to": date(2026, 11, 20)}, {}, True),
        ({"valid_from": date(2026, 11, 21)}, {}, False),
        ({"valid_to": date(2026, 11, 19)}, {}, False),
        ({"country_role": "partner"}, {"destination_country_code": "CN", "origin_country_code": "RU"}, True),
        ({"country_role": "dispatch"}, {"dispatch_country_code": "RU"}, True),
    ],
)
def test_a_ban_applies_to_its_country_flow_and_days(inputs, items, row, changes, is_hit):
    day = items({"hs_code": "8542319000", "flow": "export", "destination_country_code": "RU"} | changes)
    entry = entries("EXPORT-RU", control_list="KZ-BAN", regimes=["BAN"])
    made = inputs(day, correlations=banned(**row), control_entries=entry)
    found = RULE_HITS.conform(ban_hits(made, COUNTRY_BAN.with_policy({})))
    assert found["reference_id"].to_list() == (["EXPORT-RU"] if is_hit else [])
    assert control_hits(made, CONTROL_DEFAULTS).is_empty(), "a ban is told once"


def test_a_loaded_national_list_makes_candidates(inputs, items):
    made = inputs(
        items({"hs_code": "8457101000"}),
        correlations=rows(("845710", "2B001", "likely")).with_columns(control_list=pl.lit("KZ-ORDER")),
        control_entries=entries("2B001", control_list="KZ-ORDER", regimes=["NATIONAL"]),
    )
    assert control_hits(made, CONTROL_DEFAULTS)["reference_list"].to_list() == ["KZ-ORDER"]


def test_a_candidate_says_the_threshold_to_ask_for_in_three_languages(inputs, items):
    found = control_hits(inputs(items({"hs_code": "8457101000"})), CONTROL_DEFAULTS)
    detail = json.loads(found["detail"][0])
    assert found["reference_id"][0] == "2B001"
    assert "5-axis" in detail["threshold_en"]
    assert "5-осевой" in detail["threshold_ru"]
    assert "5 осьті" in detail["threshold_kk"]


@pytest.mark.parametrize(
    ("text", "words", "strength"),
    [
        ("Обрабатывающий центр 5-осевой", "found", 0.9),
        ("MACHINING CENTRE, 5-AXIS", "found", 0.9),
        ("Центр вертикальный", "not found", 0.36),
    ],
)
def test_words_that_narrow_a_subheading_make_it_stronger_or_weaker(inputs, items, text, words, strength):
    found = control_hits(inputs(items({"hs_code": "8457101000", "goods_description": text})), CONTROL_DEFAULTS)
    assert json.loads(found["detail"][0])["words"] == words
    assert found["strength"][0] == pytest.approx(strength)


@pytest.mark.parametrize(
    ("code", "lists"),
    [
        ("9301100000", {"MILITARY"}),
        ("8710000000", {"MILITARY"}),
        ("8401100000", {"DUAL-USE", "NSG-TRIGGER"}),
        ("8457101000", {"DUAL-USE", "NSG-DUAL-USE"}),
    ],
)
def test_military_and_nuclear_lists_are_candidates_too(inputs, items, code, lists):
    made = inputs(items({"hs_code": code}))
    assert control_hits(made, CONTROL_DEFAULTS).height == 1
    pairs = candidates(made, "DUAL-USE", "NSG-TRIGGER", "NSG-DUAL-USE", "MILITARY")
    assert set(pairs["reference_list"]) == lists
