"""Reading the suites: SQL files whose statements return the rows that break a check.

A check begins with a line `-- #fail its_id: What it expects` (or `#warn`). The same in Russian and Kazakh stands in the
two lines after it, `-- ru: …` and `-- kk: …`; its query follows, a semicolon ends it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Literal

from screening.errors import ReferenceDataError

DAY = "day"
"""The group of suites about a screened day."""
LIST = "list"
"""The group of suites about list versions that are to be put in force."""

_CHECK = re.compile(
    r"^-- #(?P<severity>fail|warn) (?P<id>\w+): (?P<meaning>.+)\n-- ru: (?P<ru>.+)\n-- kk: (?P<kk>.+)\n"
    r"(?P<query>(?s:.+?));$",
    re.MULTILINE,
)
_MARK = re.compile(r"^-- #", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """A data-quality check: `query` returns the rows that break it, their keys first.

    `meaning` says in English what it expects, `translations` says it by language.
    """

    suite: str
    check_id: str
    severity: Literal["fail", "warn"]
    meaning: str
    query: str
    translations: Mapping[str, str] = field(default_factory=dict)


def group_names() -> list[str]:
    """Names of the groups: what is checked together is a folder of suites."""
    folders = (resources.files(__package__) / "suites").iterdir()
    return sorted(folder.name for folder in folders if folder.is_dir() and not folder.name.startswith(("_", ".")))


def suite_names(group: str = DAY) -> list[str]:
    """Names of the suites of a group; each is also the name of the table that it is about."""
    files = (resources.files(__package__) / "suites" / group).iterdir()
    return sorted(file.name.removesuffix(".sql") for file in files if file.name.endswith(".sql"))


def checks(suite: str, group: str = DAY) -> list[Check]:
    """Return the checks of a suite; raises ReferenceDataError when a check in the file cannot be read."""
    text = (resources.files(__package__) / "suites" / group / f"{suite}.sql").read_text(encoding="utf-8")
    found = [
        Check(
            suite,
            m["id"],
            "fail" if m["severity"] == "fail" else "warn",
            m["meaning"].strip(),
            m["query"].strip(),
            {language: m[language].strip() for language in ("ru", "kk")},
        )
        for m in _CHECK.finditer(text)
    ]
    if len(found) != len(_MARK.findall(text)) or len({check.check_id for check in found}) != len(found):
        raise ReferenceDataError(
            "a check cannot be read or its id repeats",
            where=f"quality/suites/{group}/{suite}.sql",
            remedy="Write `-- #fail id: meaning`, `-- ru: …`, `-- kk: …`, the query, and `;` at the end of a line",
        )
    return found
