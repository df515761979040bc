"""Texts of the pages in English, Russian and Kazakh, and numbers and dates as each language writes them."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from importlib import resources
from typing import Any

import yaml
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from screening import texts as shared
from screening.errors import ScreeningError, SettingsError
from screening.texts import LANGUAGES

LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
_LOCALES = {"en": "en_GB", "ru": "ru", "kk": "kk"}
DAY_PATTERN = "dd.MM.yyyy"
"""One form in Kazakh and Russian; English has its own below."""
_TYPED = {"en": "%d/%m/%Y", "ru": "%d.%m.%Y", "kk": "%d.%m.%Y"}
"""The form in which a day is typed: digits only."""
_DAY = re.compile(r"(?<![\w.-])[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)(?![\w-])")
_PATTERNS = {"en": "d MMM yyyy", "ru": DAY_PATTERN, "kk": DAY_PATTERN}


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return the dashboard's own texts by key and language."""
    loaded = yaml.safe_load((resources.files(__package__) / "texts.yml").read_text(encoding="utf-8"))
    return {str(key): {str(k): str(v) for k, v in texts.items()} for key, texts in loaded.items()}


@dataclass(frozen=True)
class Speaker:
    """Speaks one of the languages: `say(key)`; raises SettingsError for a language that there is not."""

    language: str
    zone: tzinfo = UTC
    """The time zone in which times are told: that of the working hours in the review policy."""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise SettingsError(f"there are no texts in {self.language!r}", where="language", remedy="en, ru or kk")

    def __call__(self, key: str, **values: object) -> str:
        """Return a text of the dashboard, or of the whole software, with its {values} filled in."""
        own = catalogue().get(key)
        return own[self.language].format(**values) if own else shared.text(key, self.language, **values)

    def refusal(self, error: ScreeningError) -> str:
        """Return why something was refused; in other languages than English without what only a log needs."""
        if self.language == "en":
            return str(error)
        said = shared.spoken_text(error.what, "refusal", self.language)
        return str(error) if said == error.what else f"{said[0].upper()}{said[1:]}."

    def knows(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in catalogue() or key in shared.catalogue()

    def number(self, value: float | None, digits: int = 0) -> str:
        """Return a number with the separators of the language, rounded to so many digits; a dash for none."""
        if value is None:
            return "—"
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return str(format_decimal(value, format=pattern, locale=_LOCALES[self.language]))

    def percent(self, share: float | None) -> str:
        """Return a share (0 to 1) in whole percent."""
        return "—" if share is None else f"{self.number(100 * share)}\N{NO-BREAK SPACE}%"

    def day(self, value: date | None) -> str:
        """Return a day as the language writes it; a dash for none."""
        if value is None:
            return "—"
        return str(format_date(value, _PATTERNS[self.language], locale=_LOCALES[self.language]))

    def typed_day(self, value: date | None) -> str:
        """Return a day as it is typed into a field; nothing for none."""
        return "" if value is None else value.strftime(_TYPED[self.language])

    def read_day(self, typed: str | None) -> date | None:
        """Return the day that was typed; None where it is none, or none yet."""
        try:
            return datetime.strptime(typed or "", _TYPED[self.language]).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            return None

    @property
    def day_mask(self) -> str:
        """The form of `typed_day` as a calendar is told it: DD.MM.YYYY."""
        return _TYPED[self.language].replace("%d", "DD").replace("%m", "MM").replace("%Y", "YYYY")

    def moment(self, value: datetime | None) -> str:
        """Return a day and time of day, in the reader's time zone; a dash for none."""
        if value is None:
            return "—"
        pattern = f"{_PATTERNS[self.language]} HH:mm"
        return str(format_datetime(value.astimezone(self.zone), pattern, locale=_LOCALES[self.language]))

    def in_words(self, said: str) -> str:
        """Return a sentence with its days, written as 2026-11-20, in the form of the language; versions stay."""

        def speak(match: re.Match[str]) -> str:
            with suppress(ValueError):  # the 31st of February, in what somebody declared
                return self.day(date.fromisoformat(match[0]))
            return match[0]

        return _DAY.sub(speak, said)

    def unit(self, code: str) -> str:
        """Return a unit in the language; codes of units stay."""
        return self(f"unit.{code}") if self.knows(f"unit.{code}") else code

    def any(self, value: Any) -> str:  # noqa: ANN401 - a cell of a table may hold anything
        """Return a value in the form of its kind."""
        match value:
            case None | "":
                return "—"
            case bool():
                return self("yes" if value else "no")
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case float():
                return self.number(value, 4)
            case int():
                return self.number(value)
        return str(value)
