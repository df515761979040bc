"""Files that arrive start the days they belong to: what a watcher asks, does and passes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from screening.errors import LakeError, ScreeningError
from screening.intake import load_inbox
from screening.intake.arrival.seen import is_new, note, state_of
from screening.intake.mapping import load_mappings
from screening.intake.query import ENDING, QuerySource, load_query, read_query, url_of
from screening.lake import open_lake, require_current
from screening.settings import Settings

RECENT_DAYS = 3
"""A day that was never screened is started when it is at most so old; a history that is loaded starts nothing."""


@dataclass(frozen=True)
class Arrivals:
    """What came in: names of new files or queries, refusals in words, files still being written, days to screen."""

    files: list[str]
    refused: list[str]
    waiting: list[str]
    days: list[str]


def has_arrivals(settings: Settings) -> bool:
    """Whether the inbox holds anything that it did not hold when it was last taken in. Reads no file."""
    return is_new(_note(settings), state_of(settings.inbox_folder))


def take_arrivals(settings: Settings, today: date) -> Arrivals:
    """Take in the inbox and say which days to screen: recent ones, and past ones that were screened before."""
    state = state_of(settings.inbox_folder)
    with open_lake(settings) as connection:
        require_current(connection)
        report = load_inbox(
            connection,
            settings.inbox_folder,
            settings.staging_folder,
            load_mappings(settings.mappings_folder),
            settings.settle_seconds,
        )
    waiting = set(report.waiting)
    note(_note(settings), {name: about for name, about in state.items() if Path(name).name not in waiting})
    return Arrivals(
        files=[file.file_name for file in report.new_files],
        refused=[str(error) for error in report.refused],
        waiting=list(report.waiting),
        days=_to_screen(settings, report.days, today),
    )


def take_queries(settings: Settings, today: date, url: Callable[[QuerySource], str] = url_of) -> Arrivals:
    """Read the databases of all query files from their watermarks on, and say which days to screen.

    `url` says where the database of a query is. One query's trouble stops no other: it is among the refusals, and its
    watermark did not move. Raises LakeError.
    """
    found: list[str] = []
    refused: list[str] = []
    days: set[date] = set()
    settings.staging_folder.mkdir(parents=True, exist_ok=True)
    with open_lake(settings) as connection:
        require_current(connection)
        for path in sorted(settings.queries_folder.glob(f"*{ENDING}")):
            try:
                source = read_query(path)
                report = load_query(connection, source, url(source), settings.staging_folder)
            except LakeError:
                raise
            except ScreeningError as error:
                refused.append(f"{path.name}: {error}")
                continue
            if report.file and report.file.is_new:
                found.append(report.file.file_name)
                days.update(report.file.days)
    return Arrivals(files=found, refused=refused, waiting=[], days=_to_screen(settings, days, today))


def _to_screen(settings: Settings, days: Iterable[date], today: date) -> list[str]:
    touched = set(days)
    recent = {day for day in touched if today - timedelta(days=RECENT_DAYS) <= day <= today}
    return [str(day) for day in sorted(recent | set(screened(settings, touched)))]


def screened(settings: Settings, days: Iterable[date]) -> list[date]:
    """Return those of the days that were screened before: what came in late for them opens them again."""
    with open_lake(settings, read_only=True) as connection:
        rows = connection.execute(
            "SELECT DISTINCT screening_date FROM screening.runs WHERE kind = 'day' AND screening_date IN"
            " (SELECT unnest(CAST($days AS DATE[]))) ORDER BY 1",
            {"days": [str(day) for day in days]},
        ).fetchall()
    return [day for (day,) in rows]


def _note(settings: Settings) -> Path:
    return settings.home / "cache" / "inbox_seen.json"
