"""Texts that users see, in English, Russian and Kazakh: a catalogue in texts.yml, one key per text.

Some texts are stored or raised in English, such as warnings of runs and refusals. They are known again by their form:
the catalogue holds it, with its places to fill in.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

from screening.errors import SettingsError

LANGUAGES = ("en", "ru", "kk")
_PLACE = re.compile(r"\\\{(\w+)\\\}")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every text by key and language."""
    loaded = yaml.safe_load((resources.files("screening") / "texts.yml").read_text(encoding="utf-8"))
    return {str(key): {str(k): str(v) for k, v in texts.items()} for key, texts in loaded.items()}


def text(key: str, language: str, **values: object) -> str:
    """Return a text with its {values} filled in; raises SettingsError for a language that there is not."""
    if language not in LANGUAGES:
        raise SettingsError(f"there are no texts in {language!r}", where="language", remedy="Use en, ru or kk")
    return catalogue()[key][language].format(**values)


def known_form(said: str, group: str) -> tuple[str, dict[str, str]] | None:
    """Return the key in a group (`warning`, `refusal` …) whose English form a text has, and what fills its places."""
    for key, form in _forms(group):
        if match := form.fullmatch(said):
            return key, match.groupdict()
    return None


def spoken_text(said: str, group: str, language: str) -> str:
    """Return an English text of a group in the language; one of no known form stays as it is."""
    found = known_form(said, group)
    return text(found[0], language, **found[1]) if found else said


@cache
def _forms(group: str) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (key, re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(texts["en"])), re.DOTALL))
        for key, texts in catalogue().items()
        if key.startswith(f"{group}.")
    ]
