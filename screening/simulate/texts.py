"""Texts of simulation and training in English, Russian and Kazakh: a catalogue of their own, in texts.yml."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from screening.errors import SettingsError
from screening.texts import LANGUAGES


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every text by key and language."""
    loaded = yaml.safe_load((resources.files(__package__) / "texts.yml").read_text(encoding="utf-8"))
    return {str(key): {str(k): str(v) for k, v in texts.items()} for key, texts in loaded.items()}


def say(key: str, language: str, **values: object) -> str:
    """Return a text with its {values} filled in; raises SettingsError for a language that there is not."""
    if language not in LANGUAGES:
        raise SettingsError(f"there are no texts in {language!r}", where="language", remedy="Use en, ru or kk")
    return catalogue()[key][language].format(**values)
