"""The HS code: a validated type at the borders, a plain string column inside.

Codes are strings, because leading zeros matter. An HS code has 2 digits (chapter), 4 (heading) or 6 (subheading);
national and regional tariffs, such as the EAEU's TN VED, add pairs up to 10. Whether a code exists is a question for
a nomenclature; this module judges its form alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import polars as pl

from hs_codes.editions import LATEST, Edition
from screening.errors import ScreeningError

# Between groups: a space (also no-break and narrow no-break, as tariffs print it), a dot or a hyphen.
_SEPARATOR = r"[ .\u00a0\u202f-]"

# Chapter 77 is kept free in the HS, and there is no chapter 00; 98 and 99 are left to national use.
_CHAPTER = r"(?:0[1-9]|[1-689][0-9]|7[0-689])"

# Separators stand between pairs, or before the last digit of the ten, as in TN VED's "8542 31 900 0". Elsewhere they
# are a sign that the cell was a number ("85423.1"), so such a spelling is refused rather than mended.
_SPELLING = (
    rf"{_CHAPTER}(?:{_SEPARATOR}?[0-9]{{2}}(?:{_SEPARATOR}?[0-9]{{2}}(?:"
    rf"{_SEPARATOR}?[0-9]{{2}}(?:{_SEPARATOR}?[0-9]{{2}})?|{_SEPARATOR}?[0-9]{{3}}{_SEPARATOR}[0-9])?)?)?"
)
_DIGITS = re.compile(rf"{_CHAPTER}(?:[0-9]{{2}}){{0,4}}")
_SHORTEST_HEADING, _SHORTEST_SUBHEADING = 4, 6


class HSCodeError(ScreeningError, ValueError):
    """A text is not an HS code."""


@dataclass(frozen=True, order=True)
class HSCode:
    """An HS or TN VED code of 2, 4, 6, 8 or 10 digits in one edition.

    Raises HSCodeError when `digits` holds anything but such digits; `parse` accepts the spellings in use.
    """

    digits: str
    edition: Edition = LATEST

    def __post_init__(self) -> None:
        if not _DIGITS.fullmatch(self.digits):
            raise HSCodeError(
                f"{self.digits!r} is not an HS code",
                where="HS code",
                remedy="Give 2, 4, 6, 8 or 10 digits that begin with a chapter from 01 to 99 (77 is not in use)",
            )

    @classmethod
    def parse(cls, text: str, edition: Edition = LATEST) -> Self:
        """Read a code as it is written in declarations and tariffs: "8542.31", "8542 31 900 0", "854231".

        Raises HSCodeError. Zeros lost at the start or end of a number are not guessed.
        """
        written = text.strip()
        if not re.fullmatch(_SPELLING, written):
            raise HSCodeError(
                f"{text!r} is not an HS code",
                where="HS code",
                remedy="Write 2, 4, 6, 8 or 10 digits, alone or in groups such as 8542.31 or 8542 31 900 0",
            )
        return cls(re.sub(_SEPARATOR, "", written), edition)

    @property
    def chapter(self) -> str:
        """The first two digits."""
        return self.digits[:2]

    @property
    def heading(self) -> str | None:
        """The first four digits; None for a chapter."""
        return self.digits[:4] if len(self.digits) >= _SHORTEST_HEADING else None

    @property
    def subheading(self) -> str | None:
        """The first six digits, HS6; None for a chapter or heading."""
        return self.digits[:6] if len(self.digits) >= _SHORTEST_SUBHEADING else None

    def is_within(self, other: HSCode) -> bool:
        """Whether this code is `other` or lies below it in the same edition: 8542319010 is within 8542."""
        return self.edition == other.edition and self.digits.startswith(other.digits)

    def __str__(self) -> str:
        """Return the digits in the groups of a printed tariff: 8542, 8542.31, 8542 31 900 0."""
        digits = self.digits
        match len(digits):
            case 6:
                return f"{digits[:4]}.{digits[4:]}"
            case 8:
                return f"{digits[:4]} {digits[4:6]} {digits[6:]}"
            case 10:
                return f"{digits[:4]} {digits[4:6]} {digits[6:9]} {digits[9:]}"
            case _:
                return digits


def clean_codes(codes: pl.Expr) -> pl.Expr:
    """Return a String expression with the digits of each code, or null where `HSCode.parse` would refuse it.

    For a whole column of declared codes. A null that was not null before is a code to reject.
    """
    written = codes.str.strip_chars()
    return pl.when(written.str.contains(f"^{_SPELLING}$")).then(written.str.replace_all(_SEPARATOR, ""))
