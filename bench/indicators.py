"""A day's indicators cost the day, not the year: the same day with 30 and with 365 days behind it.

    make bench-indicators, or python -m bench.indicators --items 20000

Makes two lakes that hold the same day and, before it, the same days: 30 of them in one, 365 in the other. Measures the
steps of a run that depend on them: catching the history up with the day, pinning, and running the indicators. Prints
the median of some rounds, each in a process of its own, and the ratio beside the limit.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from bench.items import make_items

DAY = date(2026, 5, 15)
LIMIT = 1.5
STEPS = ("history", "pin", "screen", "indicators")


def make_lake(home: Path, days: int, items: int) -> None:
    """A lake with `days` days before the day, and the day itself; the history knows all but the day."""
    from screening.intake import load_file
    from screening.lake import initialise, open_lake
    from screening.pipeline.history import bring_up_to_date
    from screening.settings import Settings

    settings = Settings(home=home, _env_file=None)  # type: ignore[call-arg]
    settings.inbox_folder.mkdir(parents=True)
    traders = max(50, items // 8)
    with open_lake(settings) as connection, tempfile.TemporaryDirectory() as folder:
        initialise(connection)
        before = [DAY - timedelta(days=n) for n in range(days, 0, -1)]
        for start in range(0, len(before), 30):  # a file for a month: nobody has years in one
            month = [make_items(day, items, 1, traders) for day in before[start : start + 30] if day.isoweekday() < 7]
            path = Path(folder) / f"{start}.parquet"
            pl.concat(month).write_parquet(path)
            load_file(connection, path)
    bring_up_to_date(settings)
    with open_lake(settings) as connection, tempfile.TemporaryDirectory() as folder:
        make_items(DAY, items, 1, traders).write_parquet(Path(folder) / "day.parquet")
        load_file(connection, Path(folder) / "day.parquet")


def measure(home: Path) -> dict[str, float]:
    """Seconds of each step; the history catches up with the day on the first round only."""
    from screening.pipeline import STEPS as ALL
    from screening.pipeline import Staging, run_step
    from screening.settings import Settings

    settings = Settings(home=home, _env_file=None)  # type: ignore[call-arg]
    staging = Staging.open(settings, DAY, "bench")
    seconds = {}
    for step in (step for step in ALL if step.name in ("intake", *STEPS)):
        began = time.perf_counter()
        run_step(step, settings, DAY, staging)
        seconds[step.name] = time.perf_counter() - began
    staging.remove()
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--days", type=int, nargs=2, default=(30, 365))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        sys.stdout.write(json.dumps(measure(given.measure)))
        return
    with tempfile.TemporaryDirectory(prefix="bench-indicators-") as folder:
        found: dict[int, list[dict[str, float]]] = {days: [] for days in given.days}
        for days in given.days:
            make_lake(Path(folder) / str(days), days, given.items)
        for _ in range(given.rounds):  # in turns, so that a busy minute slows both
            for days in given.days:
                command = [sys.executable, "-m", "bench.indicators", "--measure", str(Path(folder) / str(days))]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                found[days].append(json.loads(done.stdout))
    sys.stdout.write(f"{'step':<14}" + "".join(f"{days:>8} days" for days in given.days) + f"{'ratio':>9}\n")
    for step in (*STEPS, "together"):
        medians = [_seconds(found[days], step) for days in given.days]
        sys.stdout.write(f"{step:<14}" + "".join(f"{one:>11.2f} s" for one in medians))
        sys.stdout.write(f"{medians[1] / medians[0]:>9.2f}\n")
    sys.stdout.write(f"limit of the ratio, indicators with their history: {LIMIT:g}\n")


def _seconds(rounds: list[dict[str, float]], step: str) -> float:
    if step == "history":  # what the day adds, on the first round; later there is nothing to do
        return rounds[0][step]
    if step == "together":
        return rounds[0]["history"] + statistics.median(one["indicators"] for one in rounds)
    return statistics.median(one[step] for one in rounds)


if __name__ == "__main__":
    main()
