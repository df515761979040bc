"""What one transaction of the review knows and adds: alerts and their events, those of this transaction included."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import duckdb

from screening.errors import NotFoundError
from screening.lake import read_sql, run_sql
from screening.review.actor import Actor
from screening.review.events import AlertState, Draft, Event, events_of_frame, make_event
from screening.review.policy import ReviewPolicy


@dataclass(frozen=True)
class AlertNow:
    """An alert as a transaction sees it. `severity`, `content_hash` and the like are None when it is not published any
    more; its events stay."""

    alert_id: str
    declaration_id: str | None
    run_id: str | None = None
    severity: str | None = None
    rule_ids: list[str] = field(default_factory=list)
    content_hash: str | None = None
    reason_keys: list[str] = field(default_factory=list)
    events: tuple[Event, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether the alert is in the published tables."""
        return self.content_hash is not None

    @property
    def state(self) -> AlertState:
        """How it stands."""
        return self.events[-1].state if self.events else AlertState()

    @property
    def last_event(self) -> int:
        """Number of its last event; 0 for none."""
        return self.events[-1].event_number if self.events else 0

    @property
    def decision(self) -> Event | None:
        """The decision that stands or waits."""
        number = self.state.decision_event
        return next((event for event in self.events if event.event_number == number), None)

    @property
    def is_changed(self) -> bool:
        """Whether the reasons or the severity changed since that decision."""
        decision = self.decision
        return decision is not None and decision.said.get("content_hash") != self.content_hash


class Batch:
    """One transaction: `add` gives drafts their place after `head`; nothing is written here."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, head: tuple[int, str], policy: ReviewPolicy, now: datetime
    ) -> None:
        self.connection = connection
        self.policy = policy
        self.now = now.astimezone(UTC)
        self.events: list[Event] = []
        self._number, self._hash = head
        self._alerts: dict[str, AlertNow] = {}

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last event."""
        return self._number, self._hash

    def load_alerts(self, alert_ids: Iterable[str]) -> None:
        """Read alerts and their events; those that are read already stay as they are."""
        missing = sorted(set(alert_ids) - self._alerts.keys())
        if not missing:
            return
        wanted = {"alert_ids": missing}
        rows = run_sql(self.connection, read_sql("screening.review", "alerts_of_batch"), wanted).pl().to_dicts()
        sql = read_sql("screening.review", "events_of_alerts")
        for event in events_of_frame(run_sql(self.connection, sql, wanted).pl()):
            self._note(event)
        for row in rows:
            known = self._alerts.get(row["alert_id"])
            self._alerts[row["alert_id"]] = AlertNow(**row, events=known.events if known else ())

    def alert(self, alert_id: str) -> AlertNow:
        """Return an alert; raises NotFoundError when it is neither published nor has events."""
        self.load_alerts([alert_id])
        if alert_id not in self._alerts:
            raise NotFoundError(f"there is no alert {alert_id}", remedy="Look for it in the list of alerts")
        return self._alerts[alert_id]

    def add(self, actor: Actor, draft: Draft) -> Event:
        """Put a draft at the end of the chain and return the event."""
        event_id = str(uuid.uuid4())
        event = make_event(draft, self._number + 1, event_id, self.now, actor.name, actor.role, self._hash)
        self._number, self._hash = event.event_number, event.event_hash
        self.events.append(event)
        self._note(event)
        return event

    def add_decision(self, actor: Actor, draft: Draft) -> Event:
        """As `add`, for a decision, whose own number is the state's `decision_event`."""
        state = replace(draft.state or AlertState(), decision_event=self._number + 1)
        return self.add(actor, replace(draft, state=state))

    def undone(self, work: Callable[[], list[Event]]) -> list[Event]:
        """Run `work`; when it raises, take back what it had added."""
        before = (self._number, self._hash, len(self.events), dict(self._alerts))
        try:
            return work()
        except BaseException:
            self._number, self._hash, count, self._alerts = before
            del self.events[count:]
            raise

    def _note(self, event: Event) -> None:
        if event.alert_id is None:
            return
        known = self._alerts.get(event.alert_id) or AlertNow(event.alert_id, event.declaration_id)
        self._alerts[event.alert_id] = replace(known, events=(*known.events, event))
