"""Editions of the Harmonized System, and the dates on which each is in force."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from screening.errors import NotFoundError


class Edition(StrEnum):
    """An edition of the HS nomenclature. A code means nothing without one: the same digits move between editions.

    The dates are those of the amendments to the HS Convention, which takes in a new edition every five or six
    years, always on 1 January; the next is HS2028. The EAEU applied HS2017 and HS2022 on those days.
    """

    HS2012 = "HS2012"
    HS2017 = "HS2017"
    HS2022 = "HS2022"

    @property
    def valid_from(self) -> date:
        """First day in force."""
        return _IN_FORCE[self][0]

    @property
    def valid_to(self) -> date:
        """Last day in force."""
        return _IN_FORCE[self][1]


_IN_FORCE = {
    Edition.HS2012: (date(2012, 1, 1), date(2016, 12, 31)),
    Edition.HS2017: (date(2017, 1, 1), date(2021, 12, 31)),
    Edition.HS2022: (date(2022, 1, 1), date(2027, 12, 31)),
}

LATEST = Edition.HS2022


def edition_on(day: date) -> Edition:
    """Return the edition in force on `day`, which is the edition that a declaration of that day is written in.

    Raises NotFoundError for days before 2012 and after 2027.
    """
    for edition, (first, last) in _IN_FORCE.items():
        if first <= day <= last:
            return edition
    raise NotFoundError(
        f"no HS edition is known for {day.isoformat()}",
        where="hs_codes/editions.py",
        remedy="Check the date; a new edition must be added with its dates before its declarations come in",
    )
