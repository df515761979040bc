"""The catalogue: complete in three languages, every text that a page asks for is there, and none is left over."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import screening.dashboard
from hs_codes.list_files import STRENGTHS
from screening.alerts.policy import SEVERITIES
from screening.dashboard.filters import SORTS, STATUSES
from screening.dashboard.suppressions_page import STATES
from screening.dashboard.texts import Speaker, catalogue
from screening.errors import ReviewError, SettingsError
from screening.lists.identifiers import KINDS
from screening.schemas.review import DISPOSITIONS, EVENT_KINDS, REVIEW_STATUSES
from screening.texts import LANGUAGES
from screening.texts import catalogue as shared_catalogue

FOLDER = Path(screening.dashboard.__file__).parent
SOURCES = [*FOLDER.glob("*.py"), *(FOLDER / "templates").glob("*.html")]


def test_every_text_is_there_in_three_languages_with_the_same_values():
    for key, texts in catalogue().items():
        assert tuple(texts) == LANGUAGES, key
        assert all(text.strip() for text in texts.values()), key
        assert len({frozenset(re.findall(r"{(\w+)}", text)) for text in texts.values()}) == 1, key
    assert not catalogue().keys() & shared_catalogue().keys()


def test_no_text_was_left_in_english():
    latin = re.compile(r"[A-Za-z]{4,}")
    for key, texts in catalogue().items():
        for language in ("ru", "kk"):
            assert not latin.search(re.sub(r"{\w+}", "", texts[language])), (key, language)
        assert texts["en"] != texts["ru"], key


def test_russian_and_kazakh_differ_where_the_word_does():
    same = {key for key, texts in catalogue().items() if texts["ru"] == texts["kk"]}
    assert len(same) < len(catalogue()) / 20, sorted(same)


def test_every_text_that_is_asked_for_is_there_and_none_is_left_over():
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    known = catalogue().keys() | shared_catalogue().keys()
    asked = set(re.findall(r"""say\(\s*f?["']([a-z_]+(?:\.[a-z_0-9]+)?)["']""", source))
    assert asked <= known, asked - known
    # Keys made of a prefix and a value, and those that stand in a table or are handed on.
    prefixes = set(re.findall(r"""["']([a-z_]+\.)(?:{|["'] ~)""", source))
    quoted = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_0-9]+)?)["']""", source))
    left = {key for key in catalogue() if key not in quoted and not any(key.startswith(one) for one in prefixes)}
    assert not left, left


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("status", (*STATUSES, *REVIEW_STATUSES)),
        ("sort", SORTS),
        ("severity", SEVERITIES),
        ("disposition", DISPOSITIONS),
        ("event", [kind for kind in EVENT_KINDS if not kind.startswith("account")]),
        ("suppression", STATES),
        ("outcome", ("loaded", "unchanged", "refused", "failed", "accepted", "withdrawn")),
        ("run", ("published", "refused", "look_back")),
        ("age", range(1, 6)),
        ("identifier", sorted(KINDS)),
        ("certainty", STRENGTHS),
        ("unit", ("kg",)),
        ("entity", ("person", "organisation", "vessel", "aircraft", "unknown")),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_a_kind_has_a_text(prefix, values, language):
    say = Speaker(language)
    for value in values:
        assert say.knows(f"{prefix}.{value}"), f"{prefix}.{value}"


def test_numbers_and_dates_take_the_form_of_the_language():
    english, russian, kazakh = (Speaker(language) for language in LANGUAGES)
    assert english.number(1234567.891, 2) == "1,234,567.89"
    assert russian.number(1234567.891, 2).replace("\N{NO-BREAK SPACE}", " ") == "1 234 567,89"
    assert kazakh.number(12.5, 2) == "12,5"
    assert english.number(None) == russian.day(None) == "—"
    assert [say.day(date(2026, 11, 5)) for say in (english, russian, kazakh)] == [
        "5 Nov 2026",
        "05.11.2026",
        "05.11.2026",
    ]
    assert russian.moment(datetime(2026, 11, 5, 12, 0, tzinfo=UTC)).startswith("05.11.2026 ")
    assert [say.any(True) for say in (english, russian, kazakh)] == ["yes", "да", "иә"]


def test_a_language_that_there_is_not_is_refused():
    with pytest.raises(SettingsError, match="no texts in 'de'"):
        Speaker("de")


def test_a_refusal_is_said_in_the_language():
    refused = ReviewError("a password has 10 to 1000 characters", where="accounts", remedy="Choose another one")
    assert Speaker("en").refusal(refused) == str(refused)
    assert Speaker("ru").refusal(refused) == "В пароле от 10 до 1000 знаков."
    assert Speaker("kk").refusal(ReviewError("no such form")) == "no such form", "nothing is kept from the reader"


def test_days_within_a_sentence_take_the_form_of_the_language_and_versions_stay():
    said = "first seen on 2026-11-05, in version 2025-12-01-ddefe002 of 2026-02-31"
    assert Speaker("ru").in_words(said) == "first seen on 05.11.2026, in version 2025-12-01-ddefe002 of 2026-02-31"
    assert Speaker("en").in_words("2026-11-05") == "5 Nov 2026"


def test_a_day_is_typed_in_the_form_of_the_language():
    day = date(2026, 11, 5)
    assert [Speaker(language).typed_day(day) for language in LANGUAGES] == ["05/11/2026", "05.11.2026", "05.11.2026"]
    assert [Speaker(language).day_mask for language in LANGUAGES] == ["DD/MM/YYYY", "DD.MM.YYYY", "DD.MM.YYYY"]
    for say in map(Speaker, LANGUAGES):
        assert say.read_day(say.typed_day(day)) == day
        assert say.read_day("05.11.20") is say.read_day("") is say.read_day(None) is None, "none, or none yet"
