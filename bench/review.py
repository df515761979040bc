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
from multiprocessing.process import BaseProcess
from pathlib import Path

from pydantic import SecretStr

from bench.review_data import REVIEWERS, make_lake
from bench.review_work import READERS, plain, publish_again, serve
from screening.lake import open_lake
from screening.review import verify
from screening.settings import Settings


def run(
    settings: Settings, seconds: float, alert_count: int, *, servers: int = 1, kills: int = 2, apart: bool = True
) -> list[str]:
    """Run both parts and return what was measured, line by line; without `apart`, the first part in this process.

    Raises AssertionError when anything was lost, or anybody saw an error.
    """
    frames = make_lake(settings, alert_count)
    ids = frames["alerts"]["alert_id"].to_list()[: max(20, alert_count // 10)]
    context, handed = multiprocessing.get_context("spawn"), plain(settings)
    with tempfile.TemporaryDirectory(prefix="bench-review-") as name:
        folder = Path(name)
        start = context.Process if apart else threading.Thread
        work = [start(target=serve, args=(handed, f"server-{n}", seconds, folder, ids)) for n in range(servers)]
        work.append(start(target=publish_again, args=(handed, seconds, folder, alert_count)))
        for process in work:
            process.start()
        for process in work:
            process.join()
        lines = [*_measured(folder), _replayed(settings, folder, is_whole=True)]
        for n in range(kills):
            victim = context.Process(target=serve, args=(handed, f"victim-{n}", 600.0, folder, ids))
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


def main() -> None:
    """Measure on a SQLite catalog, then on a PostgreSQL one where a server answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--alerts", type=int, default=5000)
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--kills", type=int, default=2, help="servers to kill in mid-decision afterwards")
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
                lines = run(
                    settings, arguments.seconds, arguments.alerts, servers=arguments.servers, kills=arguments.kills
                )
                for line in lines:
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
