"""Texts that users see, in English, Russian and Kazakh: a catalogue in texts.yml, one key per text."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from screening.errors import SettingsError

LANGUAGES = ("en", "ru", "kk")


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
