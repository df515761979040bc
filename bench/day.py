"""A day on the real lists, end to end and stage by stage: `make bench`, or `python -m bench.day --items 20000`.

Prints seconds and peak memory of each step for the largest size, how a day grows from 10,000 to 1,000,000 items, and
how long `screening --help` takes, beside the limits that the project has set itself. Each size has a process of its
own. Needs the public lists in ../shared (or SCREENING_SHARED) and writes to a temporary folder.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import psutil

from bench.items import make_history, make_items

DAY = date(2026, 5, 15)
LISTS = ("ofac/2022-01-31", "un/consolidated_2025-11-18.xml", "eu")
SHARED = Path(os.environ.get("SCREENING_SHARED", Path(__file__).parents[2] / "shared"))
SIZES = (10_000, 100_000, 1_000_000)
LIMITS = {20_000: 60.0, 1_000_000: 120.0}
"""Seconds of a whole first run."""
LIMIT_MEMORY_MIB, LIMIT_HELP_SECONDS = 6 * 1024.0, 0.7
HISTORY_ITEMS = 1_000_000
"""At most so many items of earlier days lie in the lake; a tenth of the day's items on each of them."""


class PeakMemory:
    """Samples this process's resident memory; `peak_since_reset` is in MiB."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._peak = 0
        self._done = threading.Event()
        threading.Thread(target=self._sample, daemon=True).start()

    def _sample(self) -> None:
        while not self._done.wait(0.01):
            self._peak = max(self._peak, self._process.memory_info().rss)

    def reset(self) -> float:
        """Return the peak since the last reset, in MiB."""
        peak, self._peak = max(self._peak, self._process.memory_info().rss), 0
        return peak / 2**20

    def stop(self) -> None:
        """End the sampling."""
        self._done.set()


def measure(items: int) -> tuple[str, list[tuple[str, float, float]]]:
    """Return counts in words, and (stage, seconds, peak MiB) of a whole day on the real lists, from an empty home."""
    from screening.lake import initialise, open_lake
    from screening.lists import read
    from screening.lists.store import load_version
    from screening.pipeline import STEPS, run_day
    from screening.settings import Settings

    rows: list[tuple[str, float, float]] = []
    memory = PeakMemory()
    history_days = min(100, 10 * HISTORY_ITEMS // items)

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        memory.reset()
        began = time.perf_counter()
        yield
        rows.append((name, time.perf_counter() - began, memory.reset()))

    with tempfile.TemporaryDirectory(prefix="bench-day-") as folder:
        settings = Settings(home=Path(folder), _env_file=None)  # type: ignore[call-arg]
        settings.inbox_folder.mkdir(parents=True)
        with open_lake(settings) as connection:
            initialise(connection)
            for path in LISTS:
                with stage(f"lists: read {path}"):
                    versions = read([SHARED / "data" / "lists" / path], retrieved_at=datetime.now(UTC))
                with stage(f"lists: load {path}"):
                    for version in versions:
                        load_version(connection, version)
        history = make_history(DAY, history_days, items // 10, 1, items // 8)
        history.write_csv(settings.inbox_folder / "history.csv")
        with stage(f"history: {history.height:,} items in {history_days} days taken in"):
            from screening.intake import load_inbox

            with open_lake(settings) as connection:
                load_inbox(connection, settings.inbox_folder)
        make_items(DAY, items, 1).write_csv(settings.inbox_folder / "day.csv")
        for turn in ("first run", "second run, name index kept"):
            peaks: list[float] = []
            began = time.perf_counter()
            result = run_day(settings, DAY, lambda step, peaks=peaks: peaks.append(memory.reset()))
            whole = time.perf_counter() - began
            peaks.append(memory.reset())
            rows += [
                (f"{turn}: {step.name}", result.seconds[step.name], peak)
                for step, peak in zip(STEPS, peaks[1:], strict=True)
            ]
            rows.append((f"{turn}: whole", whole, max(peaks[1:])))
    memory.stop()
    return f"{result.item_count:,} items, {result.hit_count:,} hits, {result.alert_count:,} alerts", rows


def help_seconds(runs: int = 5) -> float:
    """Return the median duration of `screening --help` as a process of its own."""
    command = [str(Path(sys.executable).parent / "screening"), "--help"]
    durations = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        durations.append(time.perf_counter() - began)
    return statistics.median(durations)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=SIZES, help="items of the day, one size or more")
    given = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"the public lists are not at {SHARED}; set SCREENING_SHARED")
    growth = []
    for size in sorted(given.items):
        # A process for each size: memory that one has touched must not count for the next.
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            counts, rows = pool.submit(measure, size).result()
        whole = {name: (seconds, peak) for name, seconds, peak in rows if name.endswith("whole")}
        growth.append((size, *whole["first run: whole"], whole["second run, name index kept: whole"][0]))
        sys.stdout.write(f"{counts}\n")
    sys.stdout.write(f"\n{'stage':<58}{'seconds':>9}{'peak MiB':>10}\n")
    for name, seconds, peak in rows:
        sys.stdout.write(f"{name:<58}{seconds:>9.2f}{peak:>10,.0f}\n")
    sys.stdout.write(f"\n{'items of the day':>18}{'first run s':>13}{'limit s':>9}{'again s':>9}{'peak MiB':>10}\n")
    for size, first, peak, again in growth:
        limit = f"{LIMITS[size]:g}" if size in LIMITS else "-"
        sys.stdout.write(f"{size:>18,}{first:>13.1f}{limit:>9}{again:>9.1f}{peak:>10,.0f}\n")
    sys.stdout.write(f"peak memory: limit {LIMIT_MEMORY_MIB:,.0f} MiB\n")
    sys.stdout.write(f"screening --help, median of 5: {help_seconds():.2f} s, limit {LIMIT_HELP_SECONDS:g} s\n")


if __name__ == "__main__":
    main()
