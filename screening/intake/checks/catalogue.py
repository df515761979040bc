"""The catalogue of checks: id, severity, and a message in three languages. One file for all of intake."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import yaml

from screening.errors import NotFoundError, ReferenceDataError

Severity = Literal["reject_row", "reject_file", "warn"]
SEVERITIES: tuple[Severity, ...] = ("reject_row", "warn", "reject_file")
_LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True)
class CheckText:
    """One check of the catalogue; `message` by language."""

    check_id: str
    severity: Severity
    message: dict[str, str]


@cache
def checks() -> dict[str, CheckText]:
    """Return the checks by id, in the order of the file. Raises ReferenceDataError when the file breaks its rules."""
    text = (resources.files(__package__) / "catalogue.yml").read_text(encoding="utf-8")
    found: dict[str, CheckText] = {}
    for entry in yaml.safe_load(text):
        check = CheckText(entry["id"], entry["severity"], entry["message"])
        if check.check_id in found or check.severity not in SEVERITIES or tuple(check.message) != _LANGUAGES:
            raise ReferenceDataError(
                f"check {check.check_id} repeats, or lacks a severity or a language", where="checks/catalogue.yml"
            )
        found[check.check_id] = check
    return found


def message(check_id: str, language: str = "en") -> str:
    """Return the message of a check; raises NotFoundError."""
    if check_id not in checks():
        raise NotFoundError(f"there is no check {check_id}", remedy="docs/intake-checks.md lists them")
    return checks()[check_id].message[language]
