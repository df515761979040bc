"""Precision and recall on simulated trade: `make bench-evaluate`, or `python -m bench.evaluate --seed 1002`.

Seeds from 1000 on are for measuring only; policy and rules are tuned on smaller ones. Prints all figures of a seed,
and whether the project's goals hold: recall of planted declarations in the top 1 % of at least 0.80 with precision of
at least 0.55, and at least twice the recall of the better baseline, at a base rate of 0.7 %.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

LEAST_RECALL, LEAST_PRECISION, LEAST_LIFT = 0.80, 0.55, 2.0
FIRST_DAY = date(2026, 1, 1)
BASE_RATE = 0.007


def measure(
    seed: int, days: int, evaluated: int, items: int, html: Path | None, parameters: Path | None
) -> dict[str, object]:
    """Simulate, screen and hold against the truth; returns all figures."""
    from screening.settings import load_settings
    from screening.simulate.build import make_world
    from screening.simulate.evaluate import evaluate, lake_settings
    from screening.simulate.evaluation_page import write_page
    from screening.simulate.parameters import load_parameters
    from screening.simulate.write import write_world

    with tempfile.TemporaryDirectory(prefix="bench-evaluate-") as folder:
        out = Path(folder) / "out"
        last_day = FIRST_DAY + timedelta(days=days - 1)
        world = make_world(FIRST_DAY, last_day, items, seed, BASE_RATE, load_parameters(parameters))
        write_world(world, out, BASE_RATE, [])
        settings = lake_settings(load_settings(), Path(folder) / "home")
        found = evaluate(settings, out, evaluated, lambda text: sys.stderr.write(text + "\n") and None)
        if html:
            write_page(found, html, "en")
    return found.as_dict()


def verdict(figures: dict[str, object]) -> str:
    """Say whether the goals hold."""
    at = {one["ranking"]: one for one in figures["inspections"] if one["share"] == 0.01}  # type: ignore[attr-defined]
    ours = at["screening"]
    better = max(at["code"]["recall"], at["code_or_name"]["recall"])
    holds = (
        ours["recall"] >= LEAST_RECALL
        and ours["precision"] >= LEAST_PRECISION
        and ours["recall"] >= LEAST_LIFT * better
    )
    return (
        f"seed {figures['seed']}: {figures['declarations']:,} declarations, {figures['planted']} planted; top 1 %:"
        f" recall {ours['recall']:.3f} ({ours['recall_low']:.3f}-{ours['recall_high']:.3f}),"
        f" precision {ours['precision']:.3f}, better baseline's recall {better:.3f};"
        f" {figures['alerts_per_1000_declarations']} alerts per 1,000;"
        f" {figures['seconds']} s; goals {'hold' if holds else 'DO NOT HOLD'}"
    )


def main() -> None:
    """Measure each seed and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, action="append", help="default: 1001")
    parser.add_argument("--days", type=int, default=315, help="indicators look back up to a year")
    parser.add_argument("--evaluated", type=int, default=14)
    parser.add_argument("--items", type=int, default=2000, help="goods items a day")
    parser.add_argument("--parameters", type=Path, help="another administration than the package's")
    parser.add_argument("--html", type=Path, help="write the page of the last seed")
    given = parser.parse_args()
    for seed in given.seed or [1001]:
        figures = measure(seed, given.days, given.evaluated, given.items, given.html, given.parameters)
        sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n" + verdict(figures) + "\n")


if __name__ == "__main__":
    main()
