"""One page of the queue, with each alert's strongest reason in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

import polars as pl

from screening.alerts.policy import SEVERITIES
from screening.alerts.spoken import spoken
from screening.dashboard.filters import PAGE_SIZE, Filters
from screening.dashboard.lake_pool import LakePool

_KEEP_CHOICES_SECONDS = 60.0


@dataclass(frozen=True)
class QueuePage:
    """The alerts of one page (rows of review.queue and `explanation`), and how many there are by severity."""

    rows: list[dict[str, Any]]
    counts: dict[str, int]
    total: int

    @property
    def pages(self) -> int:
        """Number of pages, at least one."""
        return max(-(-self.total // PAGE_SIZE), 1)


def read_queue(pool: LakePool, filters: Filters, language: str) -> QueuePage:
    """Read the page of the queue that `filters` names."""
    found = pool.frame("queue", filters.parameters())
    counts: dict[str, int] = found["counts"][0]
    page = found.drop("counts").filter(pl.col("alert_id").is_not_null())
    explanations = [reason["explanation"] for reason in spoken(page["first_reason"].struct.unnest(), language)]
    rows = page.drop("first_reason").with_columns(pl.Series("explanation", explanations, pl.String)).to_dicts()
    total = sum(counts[severity] for severity in filters.severity or SEVERITIES)
    return QueuePage(rows, counts, total)


class Choices:
    """What the filters can be set to; kept for a minute, because it looks at every alert."""

    def __init__(self, pool: LakePool) -> None:
        self._pool = pool
        self._lock = Lock()
        self._read_at = float("-inf")
        self._kept: dict[str, dict[str, int]] = {}

    def read(self) -> dict[str, dict[str, int]]:
        """Return for office, rule, list, corridor and day the values that occur, each with its number of alerts."""
        with self._lock:
            if monotonic() - self._read_at > _KEEP_CHOICES_SECONDS:
                kept: dict[str, dict[str, int]] = {}
                for kind, value, count in self._pool.frame("choices").iter_rows():
                    kept.setdefault(kind, {})[value] = count
                self._kept, self._read_at = kept, monotonic()
            return self._kept
