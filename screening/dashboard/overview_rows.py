"""What the overview shows, kept for as long as it is true.

Each query costs a tenth of a second, most of it for asking the catalog about every column. So a result is kept until
the lake says something else: until a run was published, for what only a run changes, and until the next event of the
review, for what officers change. What hangs on the clock or on a refresh of the lists is kept for a minute at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from threading import Lock
from time import monotonic
from typing import Any

from screening.dashboard.lake_pool import LakePool

_KEEP_SECONDS = 60.0
_OF_RUNS = ("days", "shares", "corridors", "lists", "quality", "runs")
_OF_PERIOD = ("days", "shares", "corridors")
_OF_CLOCK = ("ageing", "workload", "lists")

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Overview:
    """What the page shows; each field is the result of the query of its name in `sql/overview_….sql`."""

    days: Rows
    shares: Rows
    corridors: Rows
    ageing: Rows
    workload: Rows
    precision: Rows
    lists: Rows
    quality: Rows
    runs: Rows

    def share(self, kind: str) -> list[tuple[str, int]]:
        """Return value and count of one kind: rule, office, heading or list."""
        return [(row["value"], row["count"]) for row in self.shares if row["kind"] == kind]


@dataclass(frozen=True)
class _Kept:
    state: Mapping[str, object]
    read_at: float
    rows: Rows


class Overviews:
    """Overviews of several periods; safe to call from several threads, of which one reads and the others wait."""

    def __init__(self, pool: LakePool) -> None:
        self._pool = pool
        self._lock = Lock()
        self._kept: dict[tuple[str, int], _Kept] = {}

    def read(self, days: int) -> Overview:
        """Return everything; `days`: how many screened days back. Raises LakeError as the pool does."""
        with self._lock:
            state = self._pool.state()
            names = [field.name for field in fields(Overview)]
            # Two at once: much of a query is waiting for the catalog, and more would take it from the queue's readers.
            with ThreadPoolExecutor(2) as threads:
                parts = threads.map(lambda name: self._part(name, days, state), names)
                return Overview(**dict(zip(names, parts, strict=True)))

    def _part(self, name: str, days: int, state: Mapping[str, object]) -> Rows:
        parameters = {"days": days} if name in _OF_PERIOD else {}
        if name in _OF_RUNS:
            state = {**state, "last_event": None}
        kept = self._kept.get((name, parameters.get("days", 0)))
        if kept is None or kept.state != state or (name in _OF_CLOCK and monotonic() - kept.read_at > _KEEP_SECONDS):
            kept = _Kept(state, monotonic(), self._pool.rows(f"overview_{name}", parameters))
            self._kept[name, parameters.get("days", 0)] = kept
        return kept.rows
