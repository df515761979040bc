"""Due times in working hours: a night, a weekend and a holiday do not count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import polars as pl

from screening.alerts.policy import SEVERITIES
from screening.lake import read_sql
from screening.review.policy import ReviewPolicy, WorkingTime

_LONGEST_SEARCH_DAYS = 3660


def due_after(start: datetime, hours: float, working: WorkingTime) -> datetime:
    """Return the moment (UTC) at which `hours` of working time have passed since `start` (with a time zone).

    In a calendar without working days within ten years, `start` and those ten years.
    """
    left = timedelta(hours=hours)
    day = start.astimezone(working.zone).date()
    for _ in range(_LONGEST_SEARCH_DAYS):
        if day.isoweekday() in working.days and day not in working.holidays:
            opens = datetime.combine(day, working.starts, working.zone).astimezone(UTC)
            closes = datetime.combine(day, working.ends, working.zone).astimezone(UTC)
            begins = max(opens, start.astimezone(UTC))
            if begins + left <= closes:
                return begins + left
            left -= max(closes - begins, timedelta())
        day += timedelta(days=1)
    return start.astimezone(UTC) + timedelta(days=_LONGEST_SEARCH_DAYS)


def default_due(connection: duckdb.DuckDBPyConnection, policy: ReviewPolicy) -> pl.DataFrame:
    """Return by when alerts that nobody was assigned to should be decided: screening_date, severity, due_at (UTC).

    Counted from the first publication of their day, so that a day run again gains no time.
    """
    published = connection.execute(read_sql("screening.review", "first_published")).fetchall()
    # A loop over days and severities, a few hundred at most; the calendar is no table.
    rows = [
        (day, severity, due_after(moment, policy.due_hours[severity], policy.working))
        for day, moment in published
        for severity in SEVERITIES
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "screening_date": pl.Date,
        "severity": pl.String,
        "due_at": pl.Datetime("us", "UTC"),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
