"""Why an alert was closed or lost a part of it, in the reader's language; runs store it in English."""

from __future__ import annotations

from screening.texts import known_form, spoken_text, text


def spoken_closing(reason: str, language: str) -> str:
    """Return an alert's `status_reason` in the language: several parts with semicolons, perhaps after `withdrawn: `."""
    if found := known_form(reason, "withdrawn"):
        key, places = found
        return text(key, language, what=spoken_closing(places["what"], language))
    return "; ".join(spoken_text(part, "closed", language) for part in reason.split("; "))
