"""The dashboard on 100,000 alerts: `make bench-dashboard`, or `python -m bench.dashboard --alerts 20000`.

Fills a lake of its own with made-up alerts, reasons, declarations and decisions, and prints how long the queries of the
queue take, a page over HTTP, and a page in a browser until its first row can be read. A first page may take 500 ms.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from screening.settings import Settings

LIMIT_MS = 500.0
PASSWORD = "tall grass on quiet hills"
REPEATS = 7
DAYS = 30
LAST_DAY = date(2026, 11, 20)
CHROMIUM = Path("/usr/bin/chromium")


def fill(settings: Settings, alerts: int) -> None:
    """Make the lake, and in it so many alerts over thirty days, a fifth of them decided."""
    from screening.lake import initialise, open_lake, run_sql

    sql = (Path(__file__).parent / "dashboard_data.sql").read_text(encoding="utf-8")
    with open_lake(settings) as connection:
        initialise(connection)
        count = -(-alerts // DAYS)
        for day in range(DAYS):  # as they come: a day at a time
            connection.execute("BEGIN TRANSACTION")
            asked = {"day": LAST_DAY - timedelta(days=day), "first": 1 + day * count, "count": count}
            run_sql(connection, sql, asked)
            connection.execute("COMMIT")


class Timing(NamedTuple):
    """A measurement in milliseconds: the first time, the median of the others, their processor time where known."""

    what: str
    first: float
    median: float
    processor: float | None = None


def measure(
    what: str, work: Callable[[], object], before: Callable[[], object] = lambda: None, *, is_here: bool = False
) -> Timing:
    """Measure `work`, with `before` done each time and not counted. `is_here`: all of it happens in this process."""
    times, processor = [], []
    for _ in range(REPEATS):
        before()
        began, spent = time.perf_counter(), time.process_time()
        work()
        times.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - spent))
    return Timing(what, times[0], statistics.median(times[1:]), statistics.median(processor[1:]) if is_here else None)


def queries(settings: Settings) -> Iterator[Timing]:
    """Measure the reading of one page, without a browser."""
    from screening.dashboard.filters import Filters
    from screening.dashboard.lake_pool import LakePool
    from screening.dashboard.overview_rows import Overviews
    from screening.dashboard.queue_rows import Choices, read_queue
    from screening.review import Accounts, Actor, ReviewWriter, comment

    pool = LakePool(settings)
    views = {
        "first page": {},
        "page 100": {"page": "100"},
        "severity and rule": {"severity": "critical", "rule": "CHPL_HIT"},
        "list": {"list": "OFAC-SDN"},
        "goods code": {"hs": "8542"},
        "trader": {"trader": "trader 4711"},
        "search": {"search": "0004711"},
        "one day, all states": {"day": "2026-11-10", "status": "all"},
    }
    for name, view in views.items():
        filters = Filters.read(view)
        yield measure(f"query: {name}", lambda filters=filters: read_queue(pool, filters, "ru"), is_here=True)
    yield measure("query: choices of the filters", lambda: Choices(pool).read(), is_here=True)
    yield measure("query: the overview, all of it", lambda: Overviews(pool).read(30), is_here=True)
    overviews = Overviews(pool)
    yield measure("query: the overview once more", lambda: overviews.read(30), is_here=True)
    accounts = Accounts(settings)
    root, officer = Actor("root", "administrator"), Actor("officer", "officer")
    accounts.add(None, root.name, root.role, PASSWORD)
    accounts.add(root, officer.name, officer.role, f"{PASSWORD} first")
    accounts.change_password(officer, f"{PASSWORD} first", PASSWORD)
    alert_id = str(read_queue(pool, Filters(), "ru").rows[0]["alert_id"])
    with ReviewWriter(settings, accounts) as writer:
        yield measure(
            "query: first page after a decision",
            lambda: read_queue(pool, Filters(), "ru"),
            lambda: comment(writer, officer, alert_id, comment="looked"),
            is_here=True,
        )
        yield measure(
            "query: the overview after a decision",
            lambda: overviews.read(30),
            lambda: comment(writer, officer, alert_id, comment="looked"),
            is_here=True,
        )
    yield measure(
        "query: first page after a publish", lambda: read_queue(pool, Filters(), "ru"), pool.close, is_here=True
    )
    pool.close()


def served(settings: Settings, port: int) -> Iterator[Timing]:
    """Measure pages over HTTP and in a browser."""
    import httpx

    base = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "SCREENING_HOME": str(settings.home)}
    server = subprocess.Popen(
        [Path(sys.executable).with_name("screening"), "serve", "--port", str(port)], env=environment
    )
    try:
        with httpx.Client(base_url=base, follow_redirects=True, timeout=60) as client:
            wait_for(base)
            form = client.get("/sign-in").text
            token = form.split('name="token" value="')[1].split('"')[0]
            client.post("/sign-in", data={"name": "root", "password": PASSWORD, "token": token, "next": "/"})
            client.headers["accept"] = "text/html"
            yield measure("HTTP: first page of the queue", lambda: client.get("/").raise_for_status())
            yield measure("HTTP: the overview", lambda: client.get("/overview").raise_for_status())
            yield measure("HTTP: JSON of the queue", lambda: client.get("/api/alerts").raise_for_status())
        if CHROMIUM.exists():
            yield from in_browser(base)
        else:
            print(f"No browser at {CHROMIUM}: its times are left out")
    finally:
        server.terminate()
        server.wait(20)


def wait_for(base: str) -> None:
    """Wait until the server answers."""
    import httpx

    for _ in range(600):
        with suppress(httpx.TransportError):
            if httpx.get(f"{base}/health").is_success:
                return
        time.sleep(0.2)
    raise SystemExit("the server does not answer")


def in_browser(base: str) -> Iterator[Timing]:
    """Measure until the first row of the queue can be read, and until another filter's rows are there."""
    from playwright.sync_api import sync_playwright

    options = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(options))
        page = browser.new_page()
        page.goto(base)
        page.fill("#name", "root")
        page.fill("#password", PASSWORD)
        page.click("button.primary")
        page.wait_for_selector("table.queue tbody tr")

        def first_row() -> None:
            page.goto(base)
            page.wait_for_selector("table.queue tbody tr")

        def overview() -> None:
            page.goto(f"{base}/overview")
            page.wait_for_selector("main svg")

        def next_page() -> None:
            before = page.text_content("table.queue a.open")
            page.click("a[data-page=next]")
            page.wait_for_function(
                "(old) => document.querySelector('table.queue a.open').textContent !== old", arg=before
            )

        yield measure("browser: first row of the queue", first_row)
        yield measure("browser: next page", next_page)
        yield measure("browser: the overview with its charts", overview)
        browser.close()


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=100_000)
    parser.add_argument("--port", type=int, default=8097)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="bench-dashboard-") as folder:
        settings = Settings(home=Path(folder), _env_file=None)  # type: ignore[call-arg]
        fill(settings, options.alerts)
        print(
            f"{options.alerts:,} alerts; milliseconds, median of {REPEATS - 1} after the first; limit {LIMIT_MS:.0f}\n"
        )
        print(f"{'what':<40}{'first':>9}{'median':>9}{'processor':>11}")
        for one in chain(queries(settings), served(settings, options.port)):
            processor = "" if one.processor is None else f"{one.processor:.0f}"
            mark = "" if one.median <= LIMIT_MS else "  over the limit"
            print(f"{one.what:<40}{one.first:>9.0f}{one.median:>9.0f}{processor:>11}{mark}", flush=True)


if __name__ == "__main__":
    main()
