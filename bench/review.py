"""Eight readers, four reviewers and a publish at once: no error, no decision lost, on either catalog; and SIGKILL.

`make bench-review`, or `python -m bench.review --seconds 120 --alerts 5000`. The PostgreSQL part needs a server
(SCREENING_TEST_POSTGRES, as for the tests). A server process has eight reading threads, each with a connection of its
own, and four reviewers who share one writer; another process publishes the same day again and again. What a reviewer
was told is written down at once; at the end the chain is replayed and held against that. Then servers are killed in
mid-decision, and what they had confirmed must be there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import statistics
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

import duckdb
import polars as pl
from pydantic import SecretStr

from screening.errors import ConflictError, NotAllowedError, ReviewError
from screening.lake import initialise, open_lake
from screening.pipeline.publish import publish_day
from screening.pipeline.staging import Manifest
from screening.review import (
    Accounts,
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
    verify,
)
from screening.schemas.results import ALERT_REASONS, ALERTS, DAILY_SUMMARY, HITS, INDICATOR_RUNS, QUALITY_RESULTS
from screening.settings import Settings

DAY = date(2026, 11, 20)
REVIEWERS = (("anna", "officer"), ("boris", "officer"), ("clara", "supervisor"), ("dinara", "officer"))
READERS = 8
LEAST = 3
"""What each reviewer and the publisher do at least, however short the time and slow the machine."""
THINKING = 0.2
"""Mean seconds that a reader looks at what he reads, before he reads on."""
PASSWORD = "a long enough pass phrase"
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


def make_lake(settings: Settings, alert_count: int) -> dict[str, pl.DataFrame]:
    """Make a lake with a published day of alerts and accounts of the reviewers; return the day's tables."""
    frames = make_day(alert_count)
    with open_lake(settings) as connection:
        initialise(connection)
        _publish(connection, frames)
    accounts = Accounts(settings)
    root = Actor(accounts.add(None, "root", "administrator", PASSWORD).name, "administrator")
    for name, role in REVIEWERS:
        accounts.add(root, name, role, PASSWORD)
    return frames


def make_day(alert_count: int) -> dict[str, pl.DataFrame]:
    """A day's tables: so many alerts with two reasons each."""
    n = pl.int_range(alert_count, eager=True)
    declaration = pl.Series([f"55301/201126/{i:07d}" for i in n])
    severity = pl.Series([("critical", "high", "medium", "low")[i % 4] for i in n])
    alerts = pl.DataFrame(
        {"alert_id": [f"20261120-{i:010X}" for i in n], "declaration_id": declaration, "severity": severity,
         "score": (200.0 - n % 160).cast(pl.Float64)}
    ).with_columns(
        screening_date=pl.lit(DAY), run_id=pl.lit("bench"), reason_count=pl.lit(2, pl.Int64),
        rule_ids=pl.lit(["PARTY_NAME_FUZZY", "CHPL_HIT"]), headline=pl.lit("A reason"), flow=pl.lit("import"),
        office_code=pl.lit("55301"), consignor_name=pl.lit("NORDLICHT GMBH"), consignee_name=pl.lit("ТОО «Үлгі»"),
        consignee_tax_id=pl.lit(None, pl.String), corridor=pl.lit("DE → KZ"), item_count=pl.lit(1, pl.Int64),
        statistical_value=pl.lit(5400.0), is_look_back=pl.lit(False), status=pl.lit("open"),
        status_reason=pl.lit(None, pl.String),
    )  # fmt: skip
    reasons = pl.concat(
        alerts.select("alert_id", "screening_date", "declaration_id").with_columns(
            reason_number=pl.lit(number, pl.Int64), item_number=pl.lit(None, pl.Int64), rule_id=pl.lit(rule_id),
            subject=pl.lit(subject), strength=pl.lit(1.0), declared=pl.lit("declared"), reference=pl.lit("listed"),
            reference_id=pl.lit("TEST:1"), reference_list=pl.lit("TEST"), reference_version=pl.lit("v1"),
            detail=pl.lit("{}"), weight=pl.lit(100.0), points=pl.lit(50.0), list_age_days=pl.lit(1, pl.Int64),
            explanation=pl.lit("A reason"), is_look_back=pl.lit(False),
        )
        for number, rule_id, subject in ((1, "PARTY_NAME_FUZZY", "consignor"), (2, "CHPL_HIT", "goods"))
    )  # fmt: skip
    hits = reasons.with_columns(run_id=pl.lit("bench"), suppression_id=pl.lit(None, pl.String))
    return {"hits": HITS.conform(hits), "alerts": ALERTS.conform(alerts), "reasons": ALERT_REASONS.conform(reasons)}


def _publish(connection: duckdb.DuckDBPyConnection, frames: dict[str, pl.DataFrame]) -> None:
    manifest = Manifest("bench", str(DAY), datetime.now(UTC).isoformat(), 0, "v", "p", [], [], "v", "h", [], [])
    tables = {HITS: frames["hits"], ALERTS: frames["alerts"], ALERT_REASONS: frames["reasons"],
              DAILY_SUMMARY: DAILY_SUMMARY.empty()}  # fmt: skip
    publish_day(connection, manifest, frames["alerts"].height, tables, QUALITY_RESULTS.empty(), INDICATOR_RUNS.empty())


def serve(settings: dict, label: str, seconds: float, folder: Path, alert_ids: list[str]) -> None:
    """A server: readers and reviewers until the time is up, and each did something; `folder` gets what it saw."""
    made, seen = _settings(settings), Seen()
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


def publish_again(settings: dict, seconds: float, folder: Path, alert_count: int) -> None:
    """Publish the day again and again."""
    frames, seen, stop = make_day(alert_count), Seen(), time.monotonic() + seconds
    with open_lake(_settings(settings)) as connection:
        while (time.monotonic() < stop or len(seen.publishes) < LEAST) and not seen.errors:
            began = time.perf_counter()
            try:
                _publish(connection, frames)
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


def _act(writer: ReviewWriter, actor: Actor, alert: dict, chance: random.Random) -> Event:
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


def run(
    settings: Settings, seconds: float, alert_count: int, *, servers: int = 1, kills: int = 2, apart: bool = True
) -> list[str]:
    """Run both parts and return what was measured, line by line; without `apart`, the first part in this process.

    Raises AssertionError when anything was lost, or anybody saw an error.
    """
    frames = make_lake(settings, alert_count)
    ids = frames["alerts"]["alert_id"].to_list()[: max(20, alert_count // 10)]
    context, plain = multiprocessing.get_context("spawn"), _plain(settings)
    with tempfile.TemporaryDirectory(prefix="bench-review-") as name:
        folder = Path(name)
        start = context.Process if apart else threading.Thread
        work = [start(target=serve, args=(plain, f"server-{n}", seconds, folder, ids)) for n in range(servers)]
        work.append(start(target=publish_again, args=(plain, seconds, folder, alert_count)))
        for process in work:
            process.start()
        for process in work:
            process.join()
        lines = [*_measured(folder), _replayed(settings, folder, is_whole=True)]
        for n in range(kills):
            victim = context.Process(target=serve, args=(plain, f"victim-{n}", 600.0, folder, ids))
            victim.start()
            _kill_in_mid_decision(victim, folder / f"victim-{n}.confirmed", n)
            lines.append(f"killed {n + 1}: " + _replayed(settings, folder, is_whole=False))
    return lines


def _kill_in_mid_decision(victim: BaseProcess, told: Path, n: int) -> None:
    """Wait until some decisions were told, and kill at a moment that differs from time to time."""
    for _ in range(3000):
        if told.exists() and told.read_text().count("\n") >= 5 + n:
            break
        time.sleep(0.02)
    time.sleep(random.random() * 0.05)
    os.kill(victim.pid, signal.SIGKILL)
    victim.join()
    assert victim.exitcode == -signal.SIGKILL


def _replayed(settings: Settings, folder: Path, *, is_whole: bool) -> str:
    """Hold the chain against what reviewers were told; `is_whole` when no server was killed."""
    told = [line.split() for file in folder.glob("*.confirmed") for line in file.read_text().splitlines()]
    with open_lake(settings, read_only=True) as connection:
        found = verify(connection)
        rows = connection.execute(
            "SELECT event_id, event_number, alert_id, status FROM review.events WHERE alert_id IS NOT NULL"
        ).fetchall()
        states = dict(connection.execute("SELECT alert_id, status FROM review.alert_states").fetchall())
    assert not found.faults, found.faults
    events = {row[0]: row for row in rows}
    assert len(events) == len(rows), "an event is there twice"
    lost = [line for line in told if line[0] not in events]
    assert not lost, f"{len(lost)} confirmed decisions are lost: {lost[:3]}"
    moved = [line for line in told if tuple(map(str, events[line[0]])) != tuple(line)]
    assert not moved, f"{len(moved)} decisions are not what was confirmed: {moved[:3]}"
    if is_whole:
        assert len(told) == len(rows), f"{len(told)} confirmed, {len(rows)} in the chain"
    last = {alert_id: status for _, _, alert_id, status in sorted(rows, key=lambda row: row[1])}
    assert states == last, "the view of states is not what the replayed chain says"
    return f"{len(told):,} decisions confirmed, {len(rows):,} in the chain of {found.event_count:,}, none lost"


def _measured(folder: Path) -> list[str]:
    seen = [json.loads(file.read_text()) for file in folder.glob("*.json")]
    errors = [error for one in seen for error in one["errors"]]
    assert not errors, f"{len(errors)} errors: {errors[:5]}"
    assert len(seen) >= 2, "a server or the publisher died"
    lines = []
    for what in ("decisions", "reads", "publishes"):
        times = sorted(1000 * value for one in seen for value in one[what])
        assert times, f"no {what}"
        lines.append(f"{what}: {len(times):,}, median {statistics.median(times):.0f} ms, 95 % within"
                     f" {times[int(len(times) * 0.95)]:.0f} ms, longest {times[-1]:.0f} ms")  # fmt: skip
    answers = sum((Counter(one["answers"]) for one in seen), Counter())
    lines.append("answers: " + (", ".join(f"{count:,} {name}" for name, count in sorted(answers.items())) or "none"))
    return lines


def _write(file: Path, seen: Seen) -> None:
    file.write_text(json.dumps(vars(seen)))


def _plain(settings: Settings) -> dict:
    return {
        "home": str(settings.home),
        "catalog": settings.catalog.get_secret_value(),
        "schema": settings.catalog_schema,
    }


def _settings(plain: dict) -> Settings:
    return Settings(home=Path(plain["home"]), catalog=SecretStr(plain["catalog"]), catalog_schema=plain["schema"],
                    _env_file=None)  # fmt: skip


def main() -> None:
    """Measure on a SQLite catalog, then on a PostgreSQL one where a server answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--alerts", type=int, default=5000)
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--catalog", choices=("sqlite", "postgres", "both"), default="both")
    arguments = parser.parse_args()
    target = os.environ.get("SCREENING_TEST_POSTGRES", "dbname=test host=127.0.0.1 user=postgres")
    for catalog in ("sqlite", "postgres") if arguments.catalog == "both" else (arguments.catalog,):
        with tempfile.TemporaryDirectory(prefix="bench-review-lake-") as folder:
            secret = f"postgres:{target}" if catalog == "postgres" else ""
            schema = f"bench_review_{os.getpid()}"
            settings = Settings(home=Path(folder), catalog=SecretStr(secret), catalog_schema=schema, _env_file=None)
            print(f"{catalog}: {READERS} readers, {len(REVIEWERS)} reviewers, one publish, {arguments.alerts:,} alerts,"
                  f" {arguments.seconds:g} s")  # fmt: skip
            try:
                for line in run(settings, arguments.seconds, arguments.alerts, servers=arguments.servers):
                    print(f"  {line}")
            finally:
                if catalog == "postgres":
                    _drop(target, schema)


def _drop(target: str, schema: str) -> None:
    import psycopg2

    with psycopg2.connect(target) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


if __name__ == "__main__":
    main()
