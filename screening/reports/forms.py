"""Numbers, dates and times as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from screening.texts import text

_LOCAL = ZoneInfo("Asia/Almaty")
_NARROW_SPACE = "\u202f"


def number(value: float, language: str, digits: int = 0) -> str:
    """Return a number with its thousands apart: 1,234.5 in English, 1 234,5 in Russian and Kazakh."""
    written = f"{value:,.{digits}f}"
    if language == "en":
        return written
    return written.replace(",", _NARROW_SPACE).replace(".", ",")


def signed(value: int, language: str) -> str:
    """Return a difference with its sign; a true minus, no sign for nought."""
    return number(abs(value), language) if value == 0 else ("+" if value > 0 else "−") + number(abs(value), language)


def percent(share: float, language: str) -> str:
    """Return a share (0 to 1) in per cent."""
    written = number(100 * share, language, 0 if share >= 0.1 else 1)
    return f"{written}%" if language == "en" else f"{written}{_NARROW_SPACE}%"


def long_date(day: date, language: str) -> str:
    """Return a date in words."""
    month = text("brief.months", language).split()[day.month - 1]
    match language:
        case "ru":
            return f"{day.day} {month} {day.year} г."
        case "kk":
            return f"{day.year} ж. {day.day} {month}"
        case _:
            return f"{day.day} {month} {day.year}"


def short_date(day: date, language: str) -> str:
    """Return a date in digits: 2025-12-12 in English, 12.12.2025 in Russian and Kazakh."""
    return day.isoformat() if language == "en" else f"{day:%d.%m.%Y}"


def local_time(moment: datetime, language: str) -> str:
    """Return date and time at the committee's seat, with the zone."""
    there = moment.astimezone(_LOCAL)
    return f"{short_date(there.date(), language)} {there:%H:%M} (UTC{there:%z})".replace("+0500", "+5")
