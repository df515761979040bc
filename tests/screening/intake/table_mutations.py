"""Mutated tables through intake: no crash, no hang, and every row that was read is accepted or rejected, once.

The suite runs a few hundred. By hand, for thousands of each format:

    .venv/bin/python -m tests.screening.intake.table_mutations 5000
"""

import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl

from screening.errors import IntakeError
from screening.intake.checks import examine
from screening.intake.mapping import load_mappings
from screening.intake.source import open_source
from screening.schemas.rates import EXCHANGE_RATES

SAMPLES = Path(__file__).parents[3] / "data" / "samples"
MAPPINGS = load_mappings(SAMPLES / "mappings")
RATES = EXCHANGE_RATES.empty().select("currency_code", "rate_date", "usd_per_unit", "source")
HUGE = (b"9" * 400, b"x" * 30_000, b"-1e308", b"NaN", b"\xe2\x80\xae", b"0" * 5000, b"2026-99-99", b'"', b"\x00",
        b"\xff\xfe", b"=1+1", b"\r", b"\n", b"{", b"]", b"1,5", b"\xd0\xa0\xd0\x8e")  # fmt: skip
SLOWEST_SECONDS = 60.0


def _csv() -> bytes:
    lines = (SAMPLES / "declarations" / "declarations-2025-12-12.csv").read_bytes().splitlines(keepends=True)
    return b"".join(lines[:31])


def _parquet() -> bytes:
    out = io.BytesIO()
    pl.read_csv(_csv(), infer_schema_length=0).write_parquet(out)
    return out.getvalue()


FORMATS: dict[str, Callable[[], bytes]] = {
    "declarations.csv": _csv,
    "invoices.csv": (SAMPLES / "commerce" / "invoices.csv").read_bytes,
    "boxes.csv": (SAMPLES / "tables" / "boxes.csv").read_bytes,
    "register.xlsx": (SAMPLES / "tables" / "register.xlsx").read_bytes,
    "messages.jsonl": (SAMPLES / "tables" / "messages.jsonl").read_bytes,
    "declarations.parquet": _parquet,
}


def flip_bits(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def truncate(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def double(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[: start + rng.randrange(4000)] + data[start:]


def swap(data: bytes, rng: random.Random) -> bytes:
    """Two pieces of the file change places."""
    cuts = sorted(rng.randrange(len(data)) for _ in range(4))
    a, b, c, d = cuts
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def huge_values(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(data))
        data = data[:place] + rng.choice(HUGE) + data[place + rng.randrange(20) :]
    return data


MUTATIONS = (flip_bits, truncate, double, swap, huge_values)


def _inside(data: bytes, rng: random.Random, mutation: Callable[[bytes, random.Random], bytes]) -> bytes:
    """Mutate one part of a workbook, so that more than its directory is put to the test."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = rng.choice([name for name in old.namelist() if name.startswith("xl/")])
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutation(part, rng) if name == chosen else part)
    return out.getvalue()


def mutations(name: str, count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield `count` mutated copies of a table, each with the name of what was done to it; same seed, same copies."""
    data, rng = FORMATS[name](), random.Random(seed)
    for n in range(count):
        mutation = MUTATIONS[n % len(MUTATIONS)]
        inside = name.endswith(".xlsx") and n % 2
        yield (
            f"{mutation.__name__} {n} of seed {seed}",
            _inside(data, rng, mutation) if inside else mutation(data, rng),
        )


def take_in(path: Path) -> tuple[str, int, int]:
    """Read and check a file; return what happened, rows accepted, rows rejected. Raises AssertionError on a loss."""
    began = time.perf_counter()
    accepted = rejected = read = 0
    numbers: list[int] = []
    try:
        source = open_source(path, MAPPINGS)
        for batch in source.batches:
            examined = examine(batch, date(2026, 11, 25), source.kind, RATES)
            read += batch.rows.height + batch.broken.height
            accepted += examined.accepted.height
            rejected += examined.rejected.height
            numbers += examined.accepted["row_number"].to_list() + examined.rejected["row_number"].to_list()
            assert set(examined.warned["row_number"]) <= set(examined.accepted["row_number"])
    except IntakeError as error:
        assert path.name in str(error)
        assert error.check_id.startswith("FILE_")
        return "refused", 0, 0
    finally:
        assert time.perf_counter() - began < SLOWEST_SECONDS
    assert accepted + rejected == read == len(numbers) == len(set(numbers))
    return "read", accepted, rejected


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for name in FORMATS:
        seen, slowest = Counter(), 0.0
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            for what, data in mutations(name, count, seed=7):
                path.write_bytes(data)
                began = time.perf_counter()
                try:
                    outcome, accepted, rejected = take_in(path)
                except BaseException:
                    sys.stderr.write(f"{name}: {what}\n")
                    raise
                slowest = max(slowest, time.perf_counter() - began)
                seen.update({outcome: 1, "accepted": accepted, "rejected": rejected})
        sys.stdout.write(f"{name}: {dict(seen)}, slowest {slowest:.2f} s\n")


if __name__ == "__main__":
    main()
