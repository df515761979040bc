"""The brief of a day: what those who only read should know, gathered from the published tables.

Everything is read in one transaction, so that the parts agree. How it looks is the affair of `brief_html` and
`brief_text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
import polars as pl

from screening.errors import NotFoundError
from screening.lake import read_sql, run_sql

TOP_ALERTS = 10


@dataclass(frozen=True)
class Change:
    """A count of the day and, where a day was screened before it, of that day."""

    now: int
    before: int | None

    @property
    def difference(self) -> int | None:
        """How many more than the day before; None when there was none."""
        return None if self.before is None else self.now - self.before


@dataclass(frozen=True)
class Brief:
    """A day in figures. The frames have the columns of the SQL files of the same names.

    `counts` by measure and name: alerts_by_severity, alerts_by_rule, hits_by_rule, suppressed_hits, items,
    declarations, alerts (open, closed, look_back). `reasons`: those of `top_alerts` and `look_backs`, shape
    ALERT_REASONS.
    """

    day: date
    run: Mapping[str, Any]
    previous_day: date | None
    counts: Mapping[str, Mapping[str, Change]]
    trend: pl.DataFrame
    offices: pl.DataFrame
    corridors: pl.DataFrame
    top_alerts: pl.DataFrame
    reasons: pl.DataFrame
    lists: pl.DataFrame
    quality: pl.DataFrame
    files: pl.DataFrame
    rejected: pl.DataFrame
    look_backs: pl.DataFrame
    review: pl.DataFrame

    def total(self, measure: str) -> Change:
        """Return the sum of a measure over its names."""
        found = list(self.counts.get(measure, {}).values())
        before = None if self.previous_day is None else sum(change.before or 0 for change in found)
        return Change(sum(change.now for change in found), before)

    def count(self, measure: str, name: str) -> Change:
        """Return one count."""
        return self.counts.get(measure, {}).get(name, Change(0, None if self.previous_day is None else 0))

    @property
    def finished_at(self) -> datetime:
        """When the run was finished, UTC."""
        finished: datetime = self.run["finished_at"]
        return finished


def read_brief(connection: duckdb.DuckDBPyConnection, day: date) -> Brief:
    """Gather the brief of a day; raises NotFoundError when no run of it was published."""
    connection.execute("BEGIN TRANSACTION READ ONLY")
    try:
        return _read(connection, day)
    finally:
        connection.execute("COMMIT")


def _read(connection: duckdb.DuckDBPyConnection, day: date) -> Brief:
    def ask(name: str, **parameters: object) -> pl.DataFrame:
        return run_sql(connection, read_sql("screening.reports", name), {"day": day, **parameters}).pl()

    runs = ask("run_of_day").to_dicts()
    if not runs:
        raise NotFoundError(f"no run of {day} was published", remedy=f"Run `screening run --date {day}`")
    run = runs[0]
    previous, since, until = run["previous_day"], run["previous_finished_at"], run["finished_at"]
    top = ask("top_alerts", limit=TOP_ALERTS)
    look_backs = ask("look_backs", since=since, until=until)
    shown = [*top["alert_id"], *look_backs["alert_id"].head(TOP_ALERTS)]
    return Brief(
        day=day,
        run=run,
        previous_day=previous,
        counts=_changes(ask("counts", previous_day=previous), has_before=previous is not None),
        trend=ask("trend"),
        offices=ask("offices"),
        corridors=ask("corridors"),
        top_alerts=top,
        reasons=ask("top_reasons", alerts=shown),
        lists=ask("lists", list_versions=run["list_versions"]),
        quality=ask("quality", run_id=run["run_id"]),
        files=ask("intake_files", since=since, until=until),
        rejected=ask("rejected", since=since, until=until),
        look_backs=look_backs,
        review=ask("review", since=since, until=until),
    )


def _changes(counts: pl.DataFrame, *, has_before: bool) -> dict[str, dict[str, Change]]:
    found: dict[str, dict[str, Change]] = {}
    for measure, name, now, before in counts.iter_rows():
        found.setdefault(measure, {})[name] = Change(now, (before or 0) if has_before else None)
    return found
