"""The explanation: what was read, aligned, added and subtracted; readable and storable."""

from __future__ import annotations

import json

from screening.names import FEATURES, compare


def test_explanation_shows_forms_words_and_features() -> None:
    result = compare("ТОО «Цветкомфлот Логистик»", "Tsvetkomflot LLC")
    assert result.declared_form == ("svetkomflot", "=logistics")
    assert result.listed_form == ("svetkomflot",)
    assert result.declared_legal_forms == result.listed_legal_forms == ("LLC",)
    assert [(w.declared, w.listed) for w in result.words] == [("svetkomflot", "svetkomflot"), ("=logistics", None)]
    text = str(result)
    for name in FEATURES:
        assert name in text


def test_a_missing_listed_word_is_shown() -> None:
    words = compare("Tsvetkomflot", "Tsvetkomflot Qwizbadar").words
    assert [(w.declared, w.listed) for w in words] == [("svetkomflot", "svetkomflot"), (None, "kvizbadar")]


def test_what_is_stored_is_plain_json() -> None:
    stored = json.loads(json.dumps(compare("Tsvetkomflot", "Цветкомфлот").to_dict(), ensure_ascii=False))
    assert set(stored["features"]) == set(FEATURES)
    assert stored["words"][0]["similarity"] == 1.0
