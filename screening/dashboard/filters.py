"""What of the queue is shown. The filters live in the address, so that a view can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from screening.alerts.policy import SEVERITIES
from screening.schemas.review import REVIEW_STATUSES

PAGE_SIZE = 50
SORTS = ("priority", "newest", "due", "value")
TO_DO = "to_do"
STATUSES = (TO_DO, "all", *REVIEW_STATUSES)
NOBODY = "-"
"""Value of the filter `assignee` for alerts that nobody has."""


@dataclass(frozen=True)
class Filters:
    """One view of the queue. An empty text or tuple, or None, does not narrow it. Unknown values are left out."""

    since: date | None = None
    until: date | None = None
    severity: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    list: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    corridor: str = ""
    hs: str = ""
    trader: str = ""
    assignee: str = ""
    status: str = TO_DO
    search: str = ""
    sort: str = "priority"
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """Read the query part of an address; what cannot be read does not narrow the view."""
        return cls(
            since=_day(query.get("since", "") or query.get("day", "")),
            until=_day(query.get("until", "") or query.get("day", "")),
            severity=tuple(one for one in _several(query.get("severity", "")) if one in SEVERITIES),
            rule=_several(query.get("rule", "")),
            list=_several(query.get("list", "")),
            office=_several(query.get("office", "")),
            corridor=_text(query.get("corridor", "")),
            hs="".join(c for c in query.get("hs", "") if c.isdecimal())[:10],
            trader=_text(query.get("trader", "")),
            assignee=_text(query.get("assignee", "")),
            status=_one_of(query.get("status", ""), STATUSES),
            search=_text(query.get("search", "")),
            sort=_one_of(query.get("sort", ""), SORTS),
            page=min(max(_number(query.get("page", "")), 1), 100_000),
        )

    def changed(self, **changes: object) -> Filters:
        """Return the view with other filters, from its first page on unless a page is named."""
        return replace(self, **({"page": 1} | changes))  # type: ignore[arg-type]

    def query(self) -> str:
        """Return the query part of the address, without what is as it always is; empty when nothing is chosen."""
        plain = Filters()
        given = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != getattr(plain, field.name)
        }
        if self.since and self.since == self.until:
            del given["since"], given["until"]
            given = {"day": self.since} | given
        return urlencode(
            {name: ",".join(value) if isinstance(value, tuple) else value for name, value in given.items()}
        )

    def address(self, **changes: object) -> str:
        """Return the address of the view, or of one with other filters."""
        query = (self.changed(**changes) if changes else self).query()
        return f"/?{query}" if query else "/"

    def parameters(self) -> dict[str, object]:
        """Return the parameters of `sql/queue.sql`."""
        return {
            "since": self.since,
            "until": self.until,
            "severities": list(self.severity),
            "rules": list(self.rule),
            "lists": list(self.list),
            "offices": list(self.office),
            "corridor": self.corridor,
            "hs_code": self.hs,
            "trader": self.trader,
            "assignee": self.assignee,
            "status": self.status,
            "search": self.search,
            "sort": self.sort,
            "page_size": PAGE_SIZE,
            "skipped": (self.page - 1) * PAGE_SIZE,
        }


def _several(value: str) -> tuple[str, ...]:
    return tuple(one for part in value.split(",")[:30] if (one := _text(part)))


def _text(value: str) -> str:
    return value.strip()[:200]


def _one_of(value: str, known: Iterable[str]) -> str:
    choices = tuple(known)
    return value if value in choices else choices[0]


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 8 else 1


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
