"""The catalogue of reason codes, and what the words of a decision must be."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from screening.errors import ReviewError
from screening.schemas.review import DISPOSITIONS
from screening.texts import LANGUAGES

SUPPRESS = "suppress"
LONGEST_COMMENT = 4000


@dataclass(frozen=True)
class Reason:
    """A reason code: what it can be given for, and its text in each language."""

    code: str
    dispositions: tuple[str, ...]
    needs_comment: bool
    texts: dict[str, str]


@cache
def load_reasons() -> dict[str, Reason]:
    """Return all reason codes, in the order of the catalogue."""
    content = yaml.safe_load((resources.files(__package__) / "reasons.yml").read_text("utf-8"))
    return {
        code: Reason(
            code,
            tuple(said["for"]),
            bool(said.get("needs_comment")),
            {language: said[language] for language in LANGUAGES},
        )
        for code, said in content.items()
    }


def require_reasons(codes: Sequence[str], purpose: str, comment: str) -> list[str]:
    """Return the codes without repeats. `purpose` is a disposition, or `suppress`.

    Raises ReviewError when one is unknown or not for this purpose, where there is none, or its comment is absent.
    """
    if purpose not in (*DISPOSITIONS, SUPPRESS):
        raise ReviewError(f"there is no disposition {purpose}", remedy=f"Dispositions: {', '.join(DISPOSITIONS)}")
    known = load_reasons()
    fitting = [code for code, reason in known.items() if purpose in reason.dispositions]
    chosen = list(dict.fromkeys(codes))
    if not chosen or any(code not in fitting for code in chosen):
        raise ReviewError(f"{purpose} needs a reason of its own", remedy=f"Reasons: {', '.join(fitting)}")
    if not comment and any(known[code].needs_comment for code in chosen):
        raise ReviewError(f"the reason {', '.join(chosen)} needs a comment", remedy="Say in a sentence why")
    return chosen


def clean_comment(comment: str, *, is_needed: bool = False) -> str:
    """Return a comment without control characters; raises ReviewError where it is too long or absent."""
    text = comment.replace("\r\n", "\n").strip()
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))
    if len(text) > LONGEST_COMMENT:
        raise ReviewError(f"the comment is longer than {LONGEST_COMMENT} characters", remedy="Shorten it")
    if is_needed and not text:
        raise ReviewError("a comment is needed", remedy="Say in a sentence why")
    return text
