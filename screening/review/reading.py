"""Reading how things stand: an alert, its history, what changed since a decision or since somebody looked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb
import polars as pl

from screening.errors import NotFoundError
from screening.lake import read_sql, run_sql
from screening.review.actor import Actor
from screening.review.writer import ReviewWriter
from screening.schemas.review import EVENTS


@dataclass(frozen=True)
class ReasonsChanged:
    """What is different from when an alert was decided. Reasons are keys as in `review.alert_contents`."""

    came: list[str]
    went: list[str]
    severity_then: str | None
    severity_now: str | None


@dataclass(frozen=True)
class Since:
    """What happened since an account looked at an alert: events (EVENTS) of others, and whether its reasons changed."""

    viewed_at: datetime
    events: pl.DataFrame
    is_changed: bool


def alert_state(connection: duckdb.DuckDBPyConnection, alert_id: str) -> dict[str, object]:
    """Return the row of `review.queue` with `content_hash`; raises NotFoundError when the alert is not published."""
    rows = run_sql(connection, read_sql("screening.review", "alert_state"), {"alert_id": alert_id}).pl().to_dicts()
    if not rows:
        raise NotFoundError(
            f"alert {alert_id} is not published", remedy="A later run may have found no reason for it; see its history"
        )
    return rows[0]


def history(connection: duckdb.DuckDBPyConnection, alert_id: str) -> pl.DataFrame:
    """Return the events of an alert, oldest first. Shape: EVENTS; empty where nothing was done."""
    rows = run_sql(connection, read_sql("screening.review", "events_of_alerts"), {"alert_ids": [alert_id]}).pl()
    return EVENTS.conform(rows)


def reasons_changed(connection: duckdb.DuckDBPyConnection, alert_id: str) -> ReasonsChanged | None:
    """Return what changed since the decision that stands or waits; None when nothing did, or none was made."""
    asked = {"alert_id": alert_id}
    row = run_sql(connection, read_sql("screening.review", "decided_and_now"), asked).fetchone()
    if row is None or row[1] == row[0]:
        return None
    then, now, severity_then, severity_now = (json.loads(row[2] or "[]"), row[3] or [], row[4], row[5])
    return ReasonsChanged(sorted(set(now) - set(then)), sorted(set(then) - set(now)), severity_then, severity_now)


def record_viewing(writer: ReviewWriter, actor: Actor, alert: Mapping[str, object]) -> None:
    """Take down that an actor looked at an alert, as `alert_state` returned it. Returns at once; written soon after."""
    writer.note_viewing(
        {
            "viewed_at": writer.now(),
            "actor": actor.name,
            "actor_role": actor.role,
            "alert_id": alert["alert_id"],
            "run_id": alert["run_id"],
            "content_hash": alert["content_hash"],
            "last_event": alert["last_event"],
        }
    )


def changes_since_viewing(connection: duckdb.DuckDBPyConnection, alert_id: str, actor: Actor) -> Since | None:
    """Return what happened to an alert since the actor looked last; None where he never did. Ask before
    `record_viewing`."""
    asked = {"alert_id": alert_id, "actor": actor.name}
    row = run_sql(connection, read_sql("screening.review", "last_viewing"), asked).fetchone()
    if row is None:
        return None
    viewed_at, last_event, content_then, content_now = row
    events = history(connection, alert_id).filter(pl.col("event_number") > last_event, pl.col("actor") != actor.name)
    return Since(viewed_at, events, content_then != content_now)
