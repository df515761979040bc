"""Those who work at once in `bench.review`: a server with readers and reviewers, and who publishes the day again."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bench.review_data import REVIEWERS, make_day, publish
from screening.errors import ConflictError, NotAllowedError, ReviewError
from screening.lake import open_lake
from screening.review import (
    Actor,
    Event,
    ReviewWriter,
    alert_state,
    comment,
    confirm,
    decide,
    history,
    record_viewing,
    reject,
    undo,
)
from screening.settings import Settings

READERS = 8
LEAST = 3
"""What each reviewer and the publisher do at least, however short the time and slow the machine."""
THINKING = 0.2
"""Mean seconds that a reader looks at what he reads, before he reads on."""
PAGE = "FROM review.queue WHERE is_to_do ORDER BY score DESC, alert_id LIMIT 50"
EXPECTED = (ConflictError, ReviewError, NotAllowedError)
"""What a reviewer may be told: somebody was faster, it is decided, it is your own. All else is an error."""


@dataclass
class Seen:
    """What one process saw. Times are in seconds."""

    decisions: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    publishes: list[float] = field(default_factory=list)


def serve(settings: dict[str, str], label: str, seconds: float, folder: Path, alert_ids: list[str]) -> None:
    """A server: readers and reviewers until the time is up, and each did something; `folder` gets what it saw."""
    made, seen = settings_of(settings), Seen()
    stop = time.monotonic() + seconds
    told = os.open(folder / f"{label}.confirmed", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with ReviewWriter(made) as writer:
        threads = [threading.Thread(target=_review, args=(made, writer, Actor(*who), stop, seen, told, alert_ids))
                   for who in REVIEWERS]  # fmt: skip
        threads += [threading.Thread(target=_read, args=(made, writer, stop, seen, alert_ids)) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    _write(folder / f"{label}.json", seen)


def publish_again(settings: dict[str, str], seconds: float, folder: Path, alert_count: int) -> None:
    """Publish the day again and again."""
    frames, seen, stop = make_day(alert_count), Seen(), time.monotonic() + seconds
    with open_lake(settings_of(settings)) as connection:
        while (time.monotonic() < stop or len(seen.publishes) < LEAST) and not seen.errors:
            began = time.perf_counter()
            try:
                publish(connection, frames)
            except Exception as error:  # what a user of `screening run` would see
                seen.errors.append(f"publish: {error!r}")
                continue
            seen.publishes.append(time.perf_counter() - began)
    _write(folder / "publish.json", seen)


def _review(
    made: Settings, writer: ReviewWriter, actor: Actor, stop: float, seen: Seen, told: int, ids: list[str]
) -> None:
    chance, done = random.Random(f"{actor.name} {os.getpid()}"), 0
    with open_lake(made, read_only=True) as connection:
        while (time.monotonic() < stop or done < LEAST) and not seen.errors:
            try:
                alert = alert_state(connection, chance.choice(ids))
                began = time.perf_counter()
                event = _act(writer, actor, alert, chance)
                seen.decisions.append(time.perf_counter() - began)
                done += 1
                # Only now is the officer told.
                os.write(told, f"{event.event_id} {event.event_number} {event.alert_id} {event.status}\n".encode())
            except EXPECTED as answer:
                seen.answers[type(answer).__name__] += 1
            except Exception as error:
                seen.errors.append(f"{actor.name}: {error!r}")


def _act(writer: ReviewWriter, actor: Actor, alert: dict[str, Any], chance: random.Random) -> Event:
    alert_id, about = alert["alert_id"], {"seen_event": alert["last_event"]}
    if chance.random() < 0.1:
        return comment(writer, actor, alert_id, comment="A comment; комментарий; түсініктеме")
    match alert["review_status"]:
        case "awaiting_second" if chance.random() < 0.3:
            return reject(writer, actor, alert_id, comment="Not yet", **about)
        case "awaiting_second":
            return confirm(writer, actor, alert_id, **about)
        case "decided":
            return undo(writer, actor, alert_id, comment="Another look", **about)
    disposition, reason = chance.choice(
        (("true_match", "listed_party"), ("false_positive", "other_person"), ("release", "inspected"),
         ("escalate", "needs_expert"), ("request_documents", "trade_documents"))
    )  # fmt: skip
    return decide(writer, actor, alert_id, disposition=disposition, reason_codes=[reason], comment="Seen", **about)


def _read(made: Settings, writer: ReviewWriter, stop: float, seen: Seen, ids: list[str]) -> None:
    chance, done = random.Random(threading.get_ident()), 0
    with open_lake(made, read_only=True) as connection:
        while time.monotonic() < stop or done < LEAST:
            began, done = time.perf_counter(), done + 1
            try:
                if chance.random() < 0.5:
                    rows = connection.execute(PAGE).fetchall()
                    if not rows:
                        seen.errors.append("reader: the queue is empty")
                else:
                    alert = alert_state(connection, chance.choice(ids))
                    history(connection, str(alert["alert_id"]))
                    record_viewing(writer, Actor("clara", "supervisor"), alert)
            except Exception as error:
                seen.errors.append(f"reader: {error!r}")
            seen.reads.append(time.perf_counter() - began)
            time.sleep(chance.random() * 2 * THINKING)


def _write(file: Path, seen: Seen) -> None:
    file.write_text(json.dumps(vars(seen)))


def plain(settings: Settings) -> dict[str, str]:
    """Return settings as another process can be given them."""
    return {
        "home": str(settings.home),
        "catalog": settings.catalog.get_secret_value(),
        "schema": settings.catalog_schema,
    }


def settings_of(plain: dict[str, str]) -> Settings:
    """Return the settings again."""
    return Settings(home=Path(plain["home"]), catalog=SecretStr(plain["catalog"]), catalog_schema=plain["schema"],
                    _env_file=None)  # fmt: skip
