"""Adding events to the chain: every request of a transaction in turn, one commit for all, on either catalog.

The row of `review.head` is changed by every transaction that adds events, so that of two at once one starts again and
sees what the other added: the chain has no forks. Runs that publish do not touch that row, nor do reviewers touch
`ops.writer`: a decision never makes a publish start again, and a publish never makes a decision wait for its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import polars as pl

from screening.errors import ChainError
from screening.lake import insert
from screening.lake.transaction import unguarded_transaction
from screening.review.batch import Batch
from screening.review.events import Event, events_frame
from screening.review.policy import ReviewPolicy
from screening.schemas.review import EVENTS, VIEWINGS


@dataclass(frozen=True)
class Request:
    """Something to be done: `work` looks at the batch, raises what speaks against it, or adds events and returns them.

    It may be called more than once, each time on a new batch. `alert_ids`: alerts that it will ask for.
    """

    work: Callable[[Batch], list[Event]]
    alert_ids: tuple[str, ...] = ()


Outcome = list[Event] | Exception


@dataclass
class LastTry:
    """What was tried last: by it a commit is known whose answer was lost, and is not made twice."""

    event_ids: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


def write_requests(
    connection: duckdb.DuckDBPyConnection,
    requests: Sequence[Request],
    policy: ReviewPolicy,
    now: Callable[[], datetime],
    viewings: pl.DataFrame | None = None,
    last: LastTry | None = None,
) -> list[Outcome]:
    """Do the requests in one transaction and return, for each, its events or the error that speaks against it.

    `viewings` (VIEWINGS) are written with them. When this returns, all is committed.
    Raises duckdb.Error when the lake cannot be written. Then nothing is, unless the connection broke in the commit:
    call again on another connection with the same `last`, which tells.
    """
    tried = last or LastTry()

    def attempt(lake: duckdb.DuckDBPyConnection) -> list[Outcome]:
        if tried.event_ids and _are_written(lake, tried.event_ids):
            return tried.outcomes
        batch = Batch(lake, _head(lake), policy, now())
        batch.load_alerts(alert_id for request in requests for alert_id in request.alert_ids)
        outcomes = [_outcome(batch, request) for request in requests]
        tried.event_ids, tried.outcomes = [event.event_id for event in batch.events], outcomes
        if batch.events:
            lake.execute("UPDATE review.head SET event_number = ?, event_hash = ?", list(batch.head))
            insert(lake, EVENTS, events_frame(batch.events))
        if viewings is not None and viewings.height:
            insert(lake, VIEWINGS, viewings)
        return outcomes

    return unguarded_transaction(connection, attempt)


def _are_written(lake: duckdb.DuckDBPyConnection, event_ids: Sequence[str]) -> bool:
    found = lake.execute(
        "SELECT count(*) FROM review.events WHERE list_contains($event_ids, event_id)", {"event_ids": list(event_ids)}
    ).fetchone()
    return bool(found and found[0])


def _head(lake: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    rows = lake.execute("SELECT event_number, event_hash FROM review.head").fetchall()
    if len(rows) != 1:
        raise ChainError(
            f"review.head has {len(rows)} rows, not one",
            where="review.head",
            remedy="Somebody changed the chain; run `screening review verify`",
        )
    return int(rows[0][0]), str(rows[0][1])


def _outcome(batch: Batch, request: Request) -> Outcome:
    try:
        return batch.undone(lambda: request.work(batch))
    except duckdb.Error:
        raise  # of the lake, not of this request: all are tried again
    except Exception as error:  # whatever is wrong with one request, the others go on
        return error
