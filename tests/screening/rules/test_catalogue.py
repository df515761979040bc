import re

import pytest

from screening.rules.catalogue import rules
from screening.rules.indicators import indicators
from screening.schemas.results import RULE_HITS
from screening.texts import LANGUAGES

RULES = rules()
SPEAKABLE = {"declared", "reference", "reference_id", "reference_list", "reference_version", "subject"}


def test_every_rule_is_there_once_under_its_own_id():
    assert list(RULES) == [
        "PARTY_EXACT_ID",
        "PARTY_NAME_FUZZY",
        "VESSEL_LISTED",
        "WALLET_LISTED",
        "CHPL_HIT",
        "CONTROL_CODE_CANDIDATE",
        "UNSCR_DPRK_SCOPE",
        "COUNTRY_BAN",
        "CHEMICAL_CANDIDATE",
        "GOODS_TEXT_CANDIDATE",
        "PARTNUMBER_HIT",
        "PARTNUMBER_OTHER_CODE",
        "DESC_HS_MISMATCH",
        "GOODS_WEAK_SIGNS",
        *sorted(one.rule.rule_id for one in indicators()),
    ]
    assert all(rule_id == rule.rule_id for rule_id, rule in RULES.items())


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_cites_its_source_and_speaks_three_languages(rule_id):
    rule = RULES[rule_id]
    assert rule.source.strip()
    for text in (rule.title, rule.meaning, rule.sentence):
        spoken = [text[language].strip() for language in LANGUAGES]
        assert all(spoken)
        assert len(set(spoken)) == len(LANGUAGES), "a text was left untranslated"


@pytest.mark.parametrize("rule_id", RULES)
def test_a_sentence_names_only_columns_of_a_hit_and_says_what_was_held_against_what(rule_id):
    for language in LANGUAGES:
        named = set(re.findall(r"\{(\w+)\}", RULES[rule_id].sentence[language]))
        assert named <= SPEAKABLE & RULE_HITS.polars_schema.keys()
        assert {"declared", "reference"} <= named, language


@pytest.mark.parametrize("rule_id", RULES)
def test_kazakh_is_written_with_kazakh_letters(rule_id):
    rule = RULES[rule_id]
    for text in (rule.title, rule.meaning, rule.sentence):
        assert re.search("[әғқңөұүһі]", text["kk"].lower())
        assert not re.search("[әғқңөұүһі]", text["ru"].lower())
