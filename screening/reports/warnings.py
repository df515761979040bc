"""Warnings of a run in the reader's language. Runs store them in English; here they are known again by their form.

The catalogue holds each form (keys `warning.…`) with its places to fill in. A warning of no known form is shown as it
was stored: nothing is kept from the reader.
"""

from __future__ import annotations

import re
from functools import cache

from screening.quality.spoken import spoken_finding, spoken_meaning
from screening.texts import catalogue, text

_PLACE = re.compile(r"\\\{(\w+)\\\}")


def spoken_warning(warning: str, language: str) -> str:
    """Return a warning that a run stored, in the language."""
    for key, form in _forms():
        if match := form.fullmatch(warning):
            places = match.groupdict()
            if "meaning" in places:  # of a check, stored in English too
                places["meaning"] = spoken_meaning(places["meaning"], language)
                places["observed"] = spoken_finding(places["observed"], language)
            return text(key, language, **places)
    return warning


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (key, re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(texts["en"])), re.DOTALL))
        for key, texts in catalogue().items()
        if key.startswith("warning.")
    ]
