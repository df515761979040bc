"""What indicators read: the day's items, and what past days come to. All of it in SQL, in the folder `sql`.

`history.*` in the lake holds sums for each day and month (schemas/history.py). `today.*` and `past.*` are made of it
for one day, in memory, and read by every indicator: so years are never read again. See docs/indicators.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

import duckdb
import polars as pl

from screening.lake import read_sql, run_sql
from screening.schemas.history import LISTED_OWNERS
from screening.version import source_hash

_MAKES = re.compile(r"CREATE OR REPLACE TABLE (past\.\w+)")

RECENT_DAYS = 30
"""Days of which `past.items` keeps the items themselves."""
ONWARD_DAYS = 180
"""How long after a day an invoice may still speak of goods of that day."""
WINDOW_MONTHS = 12
"""Whole months that the tables of `past` go back, beside the days of the month that has begun."""


def made_by() -> str:
    """Return what tells this way of making the history from another: a hash of its SQL."""
    return source_hash("screening.rules.history")[:16]


def month_of(day: date, back: int = 0) -> date:
    """Return the first day of the month that lies `back` months before that of `day`."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def last_day_of(month: date) -> date:
    """Return the last day of a month."""
    return month_of(month, -1) - timedelta(days=1)


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `today` and `past` in memory, and the words that the SQL speaks. The lake itself is not touched."""
    for name in ("today", "past"):
        connection.execute(f"ATTACH IF NOT EXISTS ':memory:' AS {name}")
    _run(connection, "keys")


def read_items(connection: duckdb.DuckDBPyConnection, first_day: date, last_day: date, chpl_version: str = "") -> None:
    """Read the items of some days into `today`, in place of what is there."""
    _run(connection, "items", first_day=first_day, last_day=last_day, chpl_version=chpl_version)
    _run(connection, "measures")


def prepare(
    connection: duckdb.DuckDBPyConnection,
    screening_date: date,
    chpl_version: str,
    listed_owners: pl.DataFrame | None = None,
    wanted: Collection[str] | None = None,
) -> None:
    """Make `today` and `past` for one day, of the items and the history in the lake that `connection` reads.

    `listed_owners`: LISTED_OWNERS, as from `rules.parties.owners`; none where no list was read. Only the tables that
    are `wanted` are made, or all of them.
    """
    begin(connection)
    owners = LISTED_OWNERS.empty() if listed_owners is None else LISTED_OWNERS.conform(listed_owners)
    connection.register("owners_found", owners)
    connection.execute("CREATE OR REPLACE TABLE today.listed_owners AS FROM owners_found")
    connection.unregister("owners_found")
    read_items(connection, screening_date, screening_date, chpl_version)
    given = {
        "screening_date": screening_date,
        "this_month": month_of(screening_date),
        "last_month": month_of(screening_date, 1),
        "window_start": month_of(screening_date, WINDOW_MONTHS),
        "recent_start": screening_date - timedelta(days=RECENT_DAYS),
        "onward_until": screening_date + timedelta(days=ONWARD_DAYS),
    }
    for name in ("past", "peers"):
        for statement in connection.extract_statements(read_sql(__name__, name)):
            made = _MAKES.search(statement.query)
            if wanted is None or (made and made[1] in wanted):
                connection.execute(statement, {key: given[key] for key in statement.named_parameters})


def remember_days(connection: duckdb.DuckDBPyConnection) -> None:
    """Write what the items in `today` come to into the history, which must not know their days."""
    _run(connection, "days")


def remember_invoices(connection: duckdb.DuckDBPyConnection, first_day: date, last_day: date) -> None:
    """The same for the invoices of some days, read from the lake."""
    _run(connection, "invoice_days", first_day=first_day, last_day=last_day)


def forget_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Take everything out of the history."""
    for source in _OF:
        for period in ("day", "month"):
            forget(connection, source, period, date(1, 1, 1), date(9999, 12, 31))


def forget(connection: duckdb.DuckDBPyConnection, source: str, period: str, first_day: date, last_day: date) -> None:
    """Take days or months out of the history. `source`: declarations or invoices; `period`: day or month."""
    _run(connection, _OF[source][0], period=period, first_day=first_day, last_day=last_day)


def sum_up_month(connection: duckdb.DuckDBPyConnection, month: date, source: str) -> None:
    """Make the sums of a month, which the history must not hold, of those of its days."""
    _run(connection, _OF[source][1], month=month, last_day=last_day_of(month))


_OF = {"declarations": ("forget", "months"), "invoices": ("forget_invoices", "invoice_months")}


def _run(connection: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> None:
    run_sql(connection, read_sql(__name__, name), parameters)
