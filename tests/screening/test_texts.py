import re
from importlib import resources
from pathlib import Path

import pytest
import yaml

import screening.review
from screening.alerts.policy import SEVERITIES
from screening.errors import SettingsError
from screening.rules.indicators import indicators
from screening.schemas.intake import FLOWS, PARTY_ROLES
from screening.texts import LANGUAGES, catalogue, known_form, spoken_text, text

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def test_a_text_is_filled_in():
    assert text("alerts.title", "en", date="2026-11-20") == "Alerts of 2026-11-20"
    assert text("alerts.title", "ru", date="2026-11-20") == "Сигналы за 2026-11-20"
    assert text("alerts.title", "kk", date="2026-11-20") == "2026-11-20 күнгі дабылдар"


@pytest.mark.parametrize("language", ["de", "", "EN", "kz"])
def test_a_language_that_there_is_not(language):
    with pytest.raises(SettingsError, match="no texts") as refused:
        text("alerts.title", language, date="x")
    assert "en, ru or kk" in refused.value.remedy


@pytest.mark.parametrize("key", catalogue())
def test_a_text_is_there_in_every_language_with_the_same_values_to_fill_in(key):
    texts = catalogue()[key]
    assert tuple(texts) == LANGUAGES
    assert all(spoken.strip() for spoken in texts.values())
    assert len({frozenset(PLACEHOLDER.findall(spoken)) for spoken in texts.values()}) == 1


def test_no_key_is_written_twice():
    """YAML keeps the last of two equal keys and says nothing."""
    source = (resources.files("screening") / "texts.yml").read_text("utf-8")
    keys = re.findall(r"^([\w.]+):", source, re.MULTILINE)
    assert sorted(keys) == sorted(yaml.safe_load(source))


def test_russian_and_kazakh_are_not_each_other_nor_english():
    for key, texts in catalogue().items():
        assert not re.search("[а-яё]", texts["en"].lower()), key
        assert re.search("[а-яё№]", texts["ru"].lower()), key
        assert not re.search("[әғқңөұүһі]", texts["ru"].lower()), key


def test_whatever_a_table_says_in_one_word_has_a_text():
    subjects = {*PARTY_ROLES, "goods", "transport", "payment"}
    subjects |= {match for indicator in indicators() for match in re.findall(r"'(\w+)' AS subject", indicator.sql)}
    assert {"route", "price", "consignment", "consignee"} <= subjects
    spoken = {f"subject.{name}" for name in subjects} | {f"flow.{name}" for name in FLOWS}
    spoken |= {f"severity.{name}" for name in SEVERITIES}
    assert spoken <= catalogue().keys()


def test_a_text_is_known_again_by_its_form():
    assert spoken_text("TEST:1 names the same party", "lapse", "ru") == "TEST:1 называет то же лицо"
    assert spoken_text("TEST:1 names the same party", "closed", "ru") == "TEST:1 names the same party"
    assert known_form("the alert is decided", "refusal") == ("refusal.decided", {})


def test_whatever_an_officer_can_be_refused_for_has_a_form():
    """The literals of ReviewError, with something put into their places; what only the command line can ask is not."""
    sources = [path.read_text("utf-8") for path in Path(screening.review.__file__).parent.glob("*.py")]
    said = [one for source in sources for one in re.findall(r'ReviewError\(\s*f?"(.+?)",? ', source)]
    said = [re.sub(r"\{.*?\}", "7", one).rstrip('",') for one in said]
    of_the_command_line = (
        "the first account is", "there is no role", "there are no texts", "there is no disposition", "the due time"
    )  # fmt: skip
    ours = [one for one in said if not one.startswith(of_the_command_line)]
    assert len(ours) >= 17
    assert [one for one in ours if known_form(one, "refusal") is None] == []
