"""Checking the chain: whether every event is there, in its place, and says what it said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from screening.errors import ChainError
from screening.review.events import FIRST_HASH, Event, event_hash
from screening.schemas.review import EVENTS

_ROWS_AT_ONCE = 20_000
_MOST_FAULTS = 20


@dataclass(frozen=True)
class Anchor:
    """The end of the chain at a moment, to be kept where whoever can write the lake cannot write."""

    event_number: int
    event_hash: str
    anchored_at: str

    def write(self, file: Path) -> None:
        """Write the anchor as JSON; raises ChainError when the file is there already."""
        content = {"event_number": self.event_number, "event_hash": self.event_hash, "anchored_at": self.anchored_at}
        try:
            with file.open("x", encoding="utf-8") as target:
                json.dump(content, target, indent=2)
                target.write("\n")
        except FileExistsError as error:
            raise ChainError("there is such a file already", where=str(file), remedy="Name a new file") from error
        except OSError as error:
            raise ChainError(
                f"the anchor cannot be written ({error.strerror})", where=str(file), remedy="Check the folder"
            ) from error


def read_anchor(file: Path) -> Anchor:
    """Read an anchor; raises ChainError when the file is none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Anchor(int(content["event_number"]), str(content["event_hash"]), str(content["anchored_at"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ChainError(
            "this is no anchor", where=str(file), remedy="Give a file that `screening review anchor` wrote"
        ) from error


@dataclass(frozen=True)
class Verification:
    """What the check found; the chain holds when there are no faults. At most twenty faults are told."""

    event_count: int
    head_number: int
    head_hash: str
    faults: list[str]


def current_anchor(connection: duckdb.DuckDBPyConnection) -> Anchor:
    """Return the end of the chain; raises ChainError when the chain does not hold."""
    found = verify(connection)
    if found.faults:
        raise ChainError(
            f"the chain does not hold ({found.faults[0]})",
            where="review.events",
            remedy="Run `screening review verify`",
        )
    return Anchor(found.head_number, found.head_hash, datetime.now(UTC).isoformat(timespec="seconds"))


def verify(connection: duckdb.DuckDBPyConnection, anchor: Anchor | None = None) -> Verification:
    """Check every event against its hash and the one before, the head against the last one, and an anchor against the
    event that it names. All is read in one transaction, so a decision made meanwhile is no fault."""
    connection.execute("BEGIN TRANSACTION READ ONLY")
    try:
        return check_chain(connection, anchor)
    finally:
        connection.execute("COMMIT")


def check_chain(connection: duckdb.DuckDBPyConnection, anchor: Anchor | None = None) -> Verification:
    """As `verify`, in a transaction of the caller's."""
    faults: list[str] = []
    count, number, last_hash = 0, 0, FIRST_HASH
    anchored = FIRST_HASH if anchor and anchor.event_number == 0 else None
    # A loop over rows: each event's hash needs the one before.
    for event in _events(connection):
        count += 1
        if event.event_number != number + 1:
            faults.append(_gap(number, event.event_number))
        if event.previous_hash != last_hash:
            faults.append(f"event {event.event_number} does not follow from the one before")
        if event_hash(astuple(event)[:-1]) != event.event_hash:
            faults.append(f"event {event.event_number} was changed")
        number, last_hash = event.event_number, event.event_hash
        if anchor and anchor.event_number == number:
            anchored = last_hash
    heads = connection.execute("SELECT event_number, event_hash FROM review.head").fetchall()
    if heads != [(number, last_hash)]:
        known = heads[0][0] if len(heads) == 1 else f"{len(heads)} rows"
        faults.append(
            f"the chain ends with event {number}, its head says {known}: events were removed or added at the end"
        )
    if anchor and anchored != anchor.event_hash:
        faults.append(
            f"the anchor of {anchor.anchored_at} names event {anchor.event_number}, which is missing or is another one"
        )
    return Verification(count, number, last_hash, faults[:_MOST_FAULTS])


def _gap(before: int, number: int) -> str:
    if number <= before:
        return f"event {number} is there twice"
    missing = f"{before + 1}" if number == before + 2 else f"{before + 1} to {number - 1}"
    return f"event {missing} is missing"


def _events(connection: duckdb.DuckDBPyConnection) -> Iterator[Event]:
    columns = ", ".join(EVENTS.polars_schema)  # names of our own
    result = connection.execute(f"SELECT {columns} FROM review.events ORDER BY event_number, event_id")  # noqa: S608
    while rows := result.fetchmany(_ROWS_AT_ONCE):
        for row in rows:
            yield Event(*row)
