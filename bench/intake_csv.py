"""How fast CSV declarations are checked and taken in, and with how much memory.

    .venv/bin/python -m bench.intake_csv [ITEMS] [--only-check]

Prints the seconds to check the items, the seconds from file to lake, and the memory at its peak. 1,000,000 items are a
file of some 500 MB; 4,000,000 one of 2 GB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from bench.items import make_items
from screening.intake import load_file
from screening.intake.checks import examine
from screening.intake.source import open_source
from screening.lake import initialise, open_lake
from screening.schemas.rates import EXCHANGE_RATES
from screening.settings import Settings

_PART = 100_000
_DAY = date(2025, 12, 12)
_NO_RATES = EXCHANGE_RATES.empty().select("currency_code", "rate_date", "usd_per_unit", "source")


def write_file(path: Path, items: int) -> None:
    """Write ordinary declarations again and again, each part with numbers of its own."""
    part = make_items(_DAY, min(_PART, items), 3)
    with path.open("wb") as file:
        for n, start in enumerate(range(0, items, _PART)):
            rows = part.head(items - start).with_columns(
                pl.format("{}-" + str(n), "declaration_id").alias("declaration_id")
            )
            rows.write_csv(file, include_header=n == 0)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if "--write" in sys.argv:
        write_file(Path(sys.argv[3]), items)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "declarations.csv"
        # In a process of its own, so that the peak is that of intake.
        subprocess.run([sys.executable, "-m", "bench.intake_csv", str(items), "--write", str(path)], check=True)
        print(f"{items:,} items, {path.stat().st_size / 1e6:,.0f} MB; {_peak():,.0f} MB of memory before")
        began, cpu = time.perf_counter(), time.process_time()
        source, accepted, rejected, warned = open_source(path), 0, 0, 0
        for batch in source.batches:
            examined = examine(batch, datetime.now(UTC).date(), source.kind, _NO_RATES)
            accepted += examined.accepted.height
            rejected += examined.rejected.height
            warned += examined.warned.height
        print(
            f"{time.perf_counter() - began:.1f} s ({time.process_time() - cpu:.1f} s of processor) to check:"
            f" {accepted:,} accepted, {rejected:,} rejected, {warned:,} warnings; {_peak():,.0f} MB at the peak"
        )
        if "--only-check" in sys.argv:
            return
        settings = Settings(home=Path(folder) / "home", _env_file=None)
        settings.inbox_folder.mkdir(parents=True)
        with open_lake(settings) as connection:
            initialise(connection)
            began, cpu = time.perf_counter(), time.process_time()
            report = load_file(connection, path)
        print(
            f"{time.perf_counter() - began:.1f} s ({time.process_time() - cpu:.1f} s of processor) from file to lake:"
            f" {report.rows_accepted:,} accepted; {_peak():,.0f} MB at the peak"
        )


if __name__ == "__main__":
    main()
