"""Mutated XML samples through intake: no crash, and accepted + rejected = what an independent parser counts.

The suite runs a few hundred. By hand, for thousands of each format:

    .venv/bin/python -m tests.screening.intake.xml_mutations 5000
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from screening.errors import IntakeError
from screening.intake.checks import check_rows, reject_broken
from screening.intake.xml_file import FORMATS, read_xml, recognise

SAMPLES = Path(__file__).parents[3] / "data" / "samples" / "declarations-xml"
NAMES = {"esadout.xml": "esadout_xml", "asycuda.xml": "asycuda_xml", "wco.xml": "wco_xml"}
HUGE = ("9" * 400, "x" * 30_000, "-1e308", "NaN", "\u202e", "0" * 5000, "9" * 18, "2026-99-99", "&#x10FFFF;")


def flip_bits(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def truncate(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def swap_tags(data: bytes, rng: random.Random) -> bytes:
    root = etree.fromstring(data)
    for _ in range(rng.randint(1, 4)):
        first, second = rng.sample(list(root.iter(etree.Element)), 2)
        first.tag, second.tag = second.tag, first.tag
    return etree.tostring(root)


def move_elements(data: bytes, rng: random.Random) -> bytes:
    root = etree.fromstring(data)
    for _ in range(rng.randint(1, 3)):
        elements = list(root.iter(etree.Element))[1:]
        if len(elements) < 2:
            break
        moved, target = rng.sample(elements, 2)
        if target not in moved.iter() and target is not moved:
            target.append(moved)
    return etree.tostring(root)


def delete_elements(data: bytes, rng: random.Random) -> bytes:
    root = etree.fromstring(data)
    for _ in range(rng.randint(1, 5)):
        elements = list(root.iter(etree.Element))[1:]
        if elements:
            gone = rng.choice(elements)
            gone.getparent().remove(gone)
    return etree.tostring(root)


def huge_values(data: bytes, rng: random.Random) -> bytes:
    root = etree.fromstring(data)
    leaves = [element for element in root.iter(etree.Element) if not len(element)]
    for leaf in rng.sample(leaves, min(3, len(leaves))):
        leaf.text = rng.choice(HUGE)
    return etree.tostring(root, encoding=rng.choice(["utf-8", "utf-16", "us-ascii"]))


def double(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[: start + rng.randrange(4000)] + data[start:]


MUTATIONS = (flip_bits, truncate, swap_tags, move_elements, delete_elements, huge_values, double)


def mutations(name: str, count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield `count` mutated copies of a sample, each with the name of what was done to it; same seed, same copies."""
    data, rng = (SAMPLES / name).read_bytes(), random.Random(seed)
    for n in range(count):
        mutation = MUTATIONS[n % len(MUTATIONS)]
        yield f"{mutation.__name__} {n} of seed {seed}", mutation(data, rng)


def expected_rows(data: bytes, form) -> int:
    """Items, and declarations without one, as a parser of the whole document counts them."""
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True))
    named = f"descendant-or-self::*[local-name()='{form.declaration}']"
    items = f"count(descendant::*[local-name()='{form.item}'])"
    without = [one for one in root.xpath(named) if form.is_one(one) and one.xpath(items) == 0]
    return int(root.xpath(items)) + len(without)


def take_in(path: Path) -> tuple[str, int, int]:
    """Read and check a file; return what happened, rows accepted, rows rejected. Raises AssertionError on a loss."""
    try:
        form = recognise(path)
        accepted = rejected = 0
        numbers = []
        for batch in read_xml(path, form):
            checked = check_rows(batch.rows, date(2026, 11, 23))
            broken = reject_broken(batch.broken)
            accepted += checked.accepted.height
            rejected += checked.rejected.height + broken.height
            for frame in (checked.accepted, checked.rejected, broken):
                numbers += frame["row_number"].to_list()
    except IntakeError as error:
        assert path.name in str(error)
        assert error.remedy
        return "refused", 0, 0
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert accepted + rejected == len(numbers) == expected_rows(path.read_bytes(), form)
    return "read", accepted, rejected


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    assert {form.name for form in FORMATS} == set(NAMES.values())
    for name in NAMES:
        seen, slowest = Counter(), 0.0
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            for what, data in mutations(name, count, seed=7):
                path.write_bytes(data)
                began = time.perf_counter()
                try:
                    outcome, accepted, rejected = take_in(path)
                except Exception:
                    sys.stderr.write(f"{name}: {what}\n")
                    raise
                slowest = max(slowest, time.perf_counter() - began)
                seen.update({outcome: 1, "accepted": accepted, "rejected": rejected})
        sys.stdout.write(f"{name}: {dict(seen)}, slowest {slowest:.2f} s\n")


if __name__ == "__main__":
    main()
