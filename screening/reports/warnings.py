"""Warnings of a run in the reader's language. Runs store them in English; here they are known again by their form."""

from __future__ import annotations

from screening.quality.spoken import spoken_finding, spoken_meaning
from screening.texts import known_form, text


def spoken_warning(warning: str, language: str) -> str:
    """Return a warning that a run stored, in the language; one of no known form as it was stored."""
    found = known_form(warning, "warning")
    if found is None:
        return warning
    key, places = found
    if "meaning" in places:  # of a check, stored in English too
        places["meaning"] = spoken_meaning(places["meaning"], language)
        places["observed"] = spoken_finding(places["observed"], language)
    return text(key, language, **places)
