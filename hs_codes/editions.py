"""Editions of the Harmonized System, and the dates on which each is in force.

A new edition is one line here and a file of its numbers, `hs_codes/data/hsYYYY.csv`, with `hsYYYY_to_hsYYYY.csv` for
what moved. Until that file is there, codes of its days cannot be checked for existence, and nothing else changes.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from screening.errors import NotFoundError


class Edition(StrEnum):
    """An edition of the HS nomenclature. A code means nothing without one: the same digits move between editions.

    The dates are those of the amendments to the HS Convention, which takes in a new edition every five or six
    years, always on 1 January. The EAEU applied HS2017 and HS2022 on those days.
    """

    valid_from: date

    HS2012 = "HS2012", date(2012, 1, 1)
    HS2017 = "HS2017", date(2017, 1, 1)
    HS2022 = "HS2022", date(2022, 1, 1)
    HS2028 = "HS2028", date(2028, 1, 1)

    def __new__(cls, name: str, valid_from: date) -> Edition:
        """Make a member of its name and its first day in force."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.valid_from = valid_from
        return member

    @property
    def valid_to(self) -> date:
        """Last day in force: the day before the next edition; without a next one, the last day that dates can hold."""
        later = [edition.valid_from for edition in Edition if edition.valid_from > self.valid_from]
        return min(later) - timedelta(days=1) if later else date.max

    @property
    def earlier(self) -> Edition | None:
        """The edition that this one replaced; None for the first."""
        before = [edition for edition in Edition if edition.valid_from < self.valid_from]
        return before[-1] if before else None


CURATED = Edition.HS2022
"""The edition in which the project's own tables are written. Codes of other days are converted."""

LATEST = CURATED


def edition_on(day: date) -> Edition:
    """Return the edition in force on `day`, which is the edition that a declaration of that day is written in.

    Raises NotFoundError for days before the first edition.
    """
    for edition in Edition:
        if edition.valid_from <= day <= edition.valid_to:
            return edition
    raise NotFoundError(
        f"no HS edition is known for {day.isoformat()}",
        where="hs_codes/editions.py",
        remedy="Check the date; an edition must be added with its dates before its declarations come in",
    )
