"""An event, and how it is hashed. The form is written down in docs/review.md: others must be able to check it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime

import polars as pl

from screening.schemas.review import EVENTS

FIRST_HASH = "0" * 64
"""`previous_hash` of the first event."""


@dataclass(frozen=True)
class AlertState:
    """How an alert stands: what its last event left. Times are UTC."""

    status: str = "open"
    disposition: str | None = None
    assignee: str | None = None
    due_at: datetime | None = None
    decision_event: int | None = None


@dataclass(frozen=True)
class Draft:
    """What is to be written, before it has a place in the chain. `state` belongs to events about an alert."""

    kind: str
    alert_id: str | None = None
    declaration_id: str | None = None
    party_id: str | None = None
    entity_id: str | None = None
    suppression_id: str | None = None
    state: AlertState | None = None
    payload: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Event:
    """A row of `review.events`; the fields are its columns, in order."""

    event_number: int
    event_id: str
    happened_at: datetime
    actor: str
    actor_role: str
    kind: str
    alert_id: str | None
    declaration_id: str | None
    party_id: str | None
    entity_id: str | None
    suppression_id: str | None
    status: str | None
    disposition: str | None
    assignee: str | None
    due_at: datetime | None
    decision_event: int | None
    payload: str
    previous_hash: str
    event_hash: str

    @property
    def said(self) -> dict[str, object]:
        """The payload, decoded."""
        content: dict[str, object] = json.loads(self.payload)
        return content

    @property
    def state(self) -> AlertState:
        """How the alert stood after this event."""
        return AlertState(self.status or "open", self.disposition, self.assignee, self.due_at, self.decision_event)


def make_event(
    draft: Draft, number: int, event_id: str, happened_at: datetime, actor: str, role: str, previous_hash: str
) -> Event:
    """Return the draft as an event with its place in the chain and its hash."""
    state = asdict(draft.state) if draft.state else dict.fromkeys(AlertState.__dataclass_fields__)
    payload = json.dumps(draft.payload or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    columns: dict[str, object] = {
        "event_number": number,
        "event_id": event_id,
        "happened_at": happened_at,
        "actor": actor,
        "actor_role": role,
        "kind": draft.kind,
        "alert_id": draft.alert_id,
        "declaration_id": draft.declaration_id,
        "party_id": draft.party_id,
        "entity_id": draft.entity_id,
        "suppression_id": draft.suppression_id,
        **state,
        "payload": payload,
        "previous_hash": previous_hash,
    }
    return Event(**columns, event_hash=event_hash(tuple(columns.values())))  # type: ignore[arg-type]


def event_hash(columns: tuple[object, ...]) -> str:
    """Return the SHA-256 of an event's columns but the last, in the order of EVENTS, as hexadecimal text.

    They are written as one JSON array in UTF-8 without spaces; times as `2026-11-20T06:00:00.000000Z`.
    """
    plain = [_time(value) if isinstance(value, datetime) else value for value in columns]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def events_frame(events: list[Event]) -> pl.DataFrame:
    """Return events as a frame. Shape: EVENTS."""
    return pl.DataFrame([astuple(event) for event in events], schema=EVENTS.polars_schema, orient="row")


def events_of_frame(frame: pl.DataFrame) -> list[Event]:
    """Return the rows of a frame (EVENTS) as events."""
    return [Event(*row) for row in frame.select(list(EVENTS.polars_schema)).iter_rows()]
