"""Dates as publishers write them → ISO dates as precise as stated: 1971, 1971-05 or 1971-05-03."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    month: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for month in names.split()
}  # fmt: skip
_WRITTEN = re.compile(r"(?:(?:(\d{1,2})[ .]+)?([A-Za-z]{3,9})\.? +)?(\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
LONGEST_SPAN_YEARS = 15
"""A range of birth years up to this long is written out year by year; a longer one keeps only its two ends."""


def partial_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Return the ISO date as precise as its parts allow; None when the year is implausible.

    A day that does not exist in its month is dropped, and so is a month that does not exist.
    """
    if not 1000 <= year <= 2999:
        return None
    if not month or not 1 <= month <= 12:
        return f"{year:04d}"
    if day:
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            pass
    return f"{year:04d}-{month:02d}"


def written_date(text: str) -> str | None:
    """Read `1946`, `Dec 1955`, `Nov. 1973` or `19 Apr 1947`; None for anything else."""
    match = _WRITTEN.fullmatch(text.strip())
    if not match:
        return None
    day, month, year = match.groups()
    number = _MONTHS.get(month.casefold()) if month else None
    if month and number is None:
        return None
    return partial_date(int(year), number, int(day) if day else None)


def years_between(first: int, last: int) -> list[str]:
    """Return the years of a range, both ends included; only the ends when it is longer than LONGEST_SPAN_YEARS."""
    if first > last:
        first, last = last, first
    years = range(first, last + 1) if last - first <= LONGEST_SPAN_YEARS else (first, last)
    return [text for year in years if (text := partial_date(year))]


def birth_dates(text: str) -> list[str]:
    """Read OFAC's ways of stating a birth date: exact, `circa 1951`, `1951 to 1953`, `circa 1944-1946`.

    A range that is not of whole years is widened to whole years; circa is dropped, since the year stays.
    """
    text = text.strip().removeprefix("circa ").strip()
    ends = re.split(r" +to +|(?<=\d{4})-(?=\d{4})", text)
    dates = [found for end in ends if (found := written_date(end.removeprefix("circa ")))]
    if len(dates) == 2:
        return years_between(int(dates[0][:4]), int(dates[1][:4]))
    return dates


def full_date(text: str | None) -> date | None:
    """Read `2025-11-18`, `2025-11-18T23:00:09Z`, `24 Feb 2022`, `24.2.2022`; None for anything less than a day."""
    text = (text or "").strip()
    if _ISO.match(text):
        iso: str | None = text[:10]
    elif match := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text):
        iso = partial_date(int(match[3]), int(match[2]), int(match[1]))
    else:
        iso = written_date(text)
    try:
        return date.fromisoformat(iso) if iso and len(iso) == 10 else None
    except ValueError:
        return None


def date_in_name(name: str) -> date | None:
    """Return the last date written in a file or folder name, as 2024-04-26 or 20240426."""
    for match in reversed(list(_ISO_IN_NAME.finditer(name))):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None
