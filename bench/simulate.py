"""Ten million simulated goods items into Parquet: `make bench-simulate`, or `python -m bench.simulate --items 1000000`.

Prints seconds, items a second and peak memory beside the limits that the project has set itself: 5 minutes and 4 GB for
ten million items. Writes about a gigabyte to a temporary folder (TMPDIR).
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

LIMIT_SECONDS_OF_TEN_MILLION, LIMIT_GIB = 300.0, 4.0
FIRST_DAY = date(2025, 1, 1)


def main() -> None:
    """Simulate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000_000)
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    from screening.simulate.build import make_world
    from screening.simulate.write import write_world

    with tempfile.TemporaryDirectory(prefix="bench-simulate-") as folder:
        began = time.perf_counter()
        last = FIRST_DAY + timedelta(days=given.days - 1)
        world = make_world(FIRST_DAY, last, round(given.items / given.days), given.seed)
        built = time.perf_counter() - began
        manifest = write_world(world, Path(folder) / "out", 0.007, [])
        whole = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    limit = LIMIT_SECONDS_OF_TEN_MILLION * manifest.items / 10_000_000
    sys.stdout.write(
        f"{manifest.items:,} items in {manifest.declarations:,} declarations,"
        f" {manifest.planted_declarations:,} planted\n"
        f"world             {built:8.1f} s\n"
        f"whole             {whole:8.1f} s   limit {limit:.0f} s\n"
        f"items a second    {manifest.items / whole:8,.0f}\n"
        f"peak memory       {peak:8.2f} GiB limit {LIMIT_GIB:g} GiB\n"
        f"written           {size / 2**20:8,.0f} MiB\n"
    )


if __name__ == "__main__":
    main()
