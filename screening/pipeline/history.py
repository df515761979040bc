"""Bringing the history up to date with what came in: only the days that changed are read again, and their months.

Which days those are, the lake itself tells: DuckLake keeps what every snapshot changed. So a late file, a correction
that moves a declaration to another day, or a change by hand is found, and the history always ends as if made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from screening.errors import LakeError
from screening.lake import in_transaction, open_lake, read_sql, run_sql
from screening.rules import history
from screening.settings import Settings

SOURCES = ("declarations", "invoices")
_PERIODS = ("day", "month")
_ATTEMPTS = 5
_ROWS_AT_ONCE = 1_000_000
_EVER = (date(1, 1, 1), date(9999, 12, 31))


@dataclass(frozen=True)
class Behind:
    """What the history lacks in a state of the lake.

    `days`: by source, the days to read again, with how many rows each has now. `months`: by source, the months to sum
    up. `known`: by source and period (day, month), what the history holds now. `snapshot_id`: the state. `before`: what
    the history says that it stands at. `is_anew`: nothing can be kept.
    """

    days: dict[str, dict[date, int]]
    months: dict[str, list[date]]
    known: dict[tuple[str, str], set[date]]
    snapshot_id: int
    before: tuple[int, str] | None
    is_anew: bool

    def __bool__(self) -> bool:
        return self.is_anew or any(self.days.values()) or any(self.months.values())


def behind(connection: duckdb.DuckDBPyConnection) -> Behind:
    """Return what the history lacks, in the state of the lake that `connection` reads."""
    oldest, newest = _rows(connection, "snapshots")[0]
    before = _stands_at(connection)
    # Without the snapshots in between, nobody knows what changed.
    is_anew = before is None or before[1] != history.made_by() or before[0] + 1 < oldest
    days: dict[str, dict[date, int]] = {}
    months: dict[str, list[date]] = {}
    known: dict[tuple[str, str], set[date]] = {(source, period): set() for source in SOURCES for period in _PERIODS}
    for source, period, start in _rows(connection, "periods"):
        known[source, period].add(start)
    for source in SOURCES:
        if is_anew or before is None:
            days[source] = dict(_rows(connection, f"days_of_{source}", first_day=_EVER[0], last_day=_EVER[1]))
        else:
            days[source] = _changed(connection, source, before[0] + 1, newest)
    # A month is over when anything came of a later one: invoices of a month may be few, or end before it does.
    begun = {start for (_, period), starts in known.items() if period == "day" and not is_anew for start in starts}
    last = max((history.month_of(day) for day in begun.union(*days.values())), default=None)
    for source in SOURCES:
        kept = (set[date](), set[date]()) if is_anew else (known[source, "day"], known[source, "month"])
        months[source] = _unsummed(set(days[source]), *kept, last)
    return Behind(days, months, known, newest, before, is_anew)


def bring_up_to_date(settings: Settings) -> int:
    """Read again what changed since the history was last brought up to date; return how many days that were.

    Killed anywhere, it starts again from what the history still says that it stands at.
    Raises LakeError when others keep changing the history meanwhile.
    """
    for _ in range(_ATTEMPTS):
        with open_lake(settings) as connection:
            history.begin(connection)
            lacking = behind(connection)
            if not lacking:
                return 0
            try:
                _carry_out(connection, lacking)
            except _MovedError:
                continue
            return sum(len(days) for days in lacking.days.values())
    raise LakeError(
        "the history was changed by others each time it was brought up to date",
        where="history",
        remedy="Run again when the other runs are done",
    )


class _MovedError(Exception):
    """Another process brought the history to another state."""


def _carry_out(connection: duckdb.DuckDBPyConnection, lacking: Behind) -> None:
    before, known = lacking.before, lacking.known
    if lacking.is_anew and (before or any(known.values())):
        _write(connection, before, _forget_all)
        before, known = None, {key: set[date]() for key in known}
    for source in SOURCES:
        for first_day, last_day in _spans(lacking.days[source]):
            is_known = any(first_day <= day <= last_day for day in known[source, "day"])
            if source == "declarations":
                history.read_items(connection, first_day, last_day)  # into memory, so outside of the transaction

            def replace(
                lake: duckdb.DuckDBPyConnection,
                source: str = source,
                span: tuple[date, date] = (first_day, last_day),
                is_known: bool = is_known,
            ) -> None:
                if is_known:  # taking away costs as much as writing, and there is nothing on most mornings
                    history.forget(lake, source, "day", *span)
                if source == "declarations":
                    history.remember_days(lake)
                else:
                    history.remember_invoices(lake, *span)

            _write(connection, before, replace)
    _write(connection, before, lambda lake: _finish(lake, lacking, known))


def _finish(lake: duckdb.DuckDBPyConnection, lacking: Behind, known: dict[tuple[str, str], set[date]]) -> None:
    for source in SOURCES:
        changed = {history.month_of(day) for day in lacking.days[source]}
        for month in sorted((changed | set(lacking.months[source])) & known[source, "month"]):
            history.forget(lake, source, "month", month, month)
        for month in lacking.months[source]:
            history.sum_up_month(lake, month, source)
    lake.execute("DELETE FROM history.stands_at")
    lake.execute("INSERT INTO history.stands_at VALUES (?, ?)", [lacking.snapshot_id, history.made_by()])


def _forget_all(lake: duckdb.DuckDBPyConnection) -> None:
    lake.execute("DELETE FROM history.stands_at")
    history.forget_all(lake)


def _write(
    connection: duckdb.DuckDBPyConnection,
    before: tuple[int, str] | None,
    work: Callable[[duckdb.DuckDBPyConnection], None],
) -> None:
    """Run `work` in a transaction if the history still stands where it stood; else raise _MovedError.

    So no process writes what it read earlier over what another read later.
    """

    def guarded(lake: duckdb.DuckDBPyConnection) -> None:
        if _stands_at(lake) != before:
            raise _MovedError
        work(lake)

    in_transaction(connection, guarded)


def _stands_at(connection: duckdb.DuckDBPyConnection) -> tuple[int, str] | None:
    row = connection.execute("SELECT snapshot_id, made_by FROM history.stands_at").fetchone()
    return (int(row[0]), str(row[1])) if row else None


def _changed(connection: duckdb.DuckDBPyConnection, source: str, first: int, last: int) -> dict[date, int]:
    """The days of which rows came, went or changed in these snapshots, with how many rows each has now."""
    touched = {"first": first, "last": last, "table_name": source}
    if first > last or not _rows(connection, "touched", **touched)[0][0]:
        return {}
    changed = [day for (day,) in _rows(connection, f"changed_{source}", first=first, last=last)]
    if not changed:
        return {}
    there = dict(_rows(connection, f"days_of_{source}", first_day=min(changed), last_day=max(changed)))
    return {day: there.get(day, 0) for day in changed}


def _unsummed(changed: set[date], days: set[date], months: set[date], last: date | None) -> list[date]:
    """Months before `last` that are not summed up, or of which a day changed; `days` and `months` are known."""
    begun = {history.month_of(day) for day in changed | days}
    summed = months - {history.month_of(day) for day in changed}
    return sorted(begun - summed - {last} if last else [])


def _spans(days: dict[date, int]) -> Iterator[tuple[date, date]]:
    """First and last day of stretches of changed days in one month, none of many more rows than are read at once."""
    stretch: list[date] = []
    rows = 0
    for day in sorted(days):
        is_new = stretch and (
            (day - stretch[-1]).days > 7
            or history.month_of(day) != history.month_of(stretch[-1])
            or rows + days[day] > _ROWS_AT_ONCE
        )
        if is_new:
            yield stretch[0], stretch[-1]
            stretch, rows = [], 0
        stretch.append(day)
        rows += days[day]
    if stretch:
        yield stretch[0], stretch[-1]


def _rows(connection: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> list[tuple[Any, ...]]:
    return run_sql(connection, read_sql("screening.pipeline", name), parameters).fetchall()
