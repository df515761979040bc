"""Results of checks in the reader's language. Runs store them in English; here they are known again by their wording.

What an older version of a suite worded otherwise is shown as it was stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from screening.quality.suite_files import checks, group_names, suite_names
from screening.texts import text

_ROWS = re.compile(r"([0-9]+) row\(s\)")
_COULD_NOT_RUN = "the check could not run: "


def spoken_meaning(meaning: str, language: str) -> str:
    """Return what a check expects, in the language; `meaning` is what a run stored."""
    return _translations().get(meaning, {}).get(language, meaning)


def spoken_finding(observed: str, language: str) -> str:
    """Return what a check observed, in the language; `observed` is what a run stored."""
    if match := _ROWS.fullmatch(observed):
        return text("quality.rows", language, count=match[1])
    if observed.startswith(_COULD_NOT_RUN):
        return text("quality.could_not_run", language, why=observed.removeprefix(_COULD_NOT_RUN))
    return observed


@cache
def _translations() -> dict[str, Mapping[str, str]]:
    return {
        check.meaning: check.translations
        for group in group_names()
        for suite in suite_names(group)
        for check in checks(suite, group)
    }
