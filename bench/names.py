"""The name matcher on the labelled benchmark beside its peers, and its speed: python -m bench.names (make bench-names)

    python -m bench.names quality      quality only
    python -m bench.names speed        speed only

Prints Markdown. Quality: our row beside the baselines' rows, overall and per kind, with and without the queries that
LogicV2 is not built for, and ours on the part of the entities that tuning never saw. Speed: names a second against all
names of the shared lists at growing sizes, RapidFuzz's brute force in the same run, the share of hits that a comparison
of everything with everything gives, build, reload, memory, and one query.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.names_data import BENCH, SET, held_out, listed, parties, scorer, table, unusual
from bench.names_speed import speed
from screening.names import ALERT_THRESHOLD, NameIndex

Mask = npt.NDArray[np.bool_]

BASELINES = {
    "LogicV2": "nomenklatura_logicv2",
    "token_sort_ratio": "rapidfuzz_token_sort_ratio",
    "WRatio": "rapidfuzz_wratio",
    "Jaro-Winkler": "jaro_winkler",
}
FALSE_ALERT_RATES = (0.01, 0.05, 0.10)


def runs(score: ModuleType, folder: Path) -> dict[str, Any]:
    """The scorer's runs: ours, and the baselines' published results."""
    index = NameIndex.build(listed())
    hits = index.screen(parties(), threshold=0.02, limit=50)
    ours = folder / "ours.csv"
    hits.select("query_id", "entity_id", "score").write_csv(ours)
    files = {"ours": ours} | {name: BENCH / "baselines" / "A" / f"{file}.csv" for name, file in BASELINES.items()}
    queries, labels = str(SET / "queries.csv"), str(SET / "labels.csv")
    return {name: score.Run(queries, labels, str(path)) for name, path in files.items()}


def quality() -> None:
    """Print the quality tables."""
    score = scorer()
    with tempfile.TemporaryDirectory() as folder:
        every = runs(score, Path(folder))
    first = every["ours"]
    head, unseen, odd = first.mask(), held_out(first.ids), unusual(first.ids) & first.listed
    figures(score, "All headline queries (alias, dirty against clean_hard, clean_easy)", every, head)
    figures(score, "Without address, field-noise, two-party and initials queries", every, head & ~odd)
    both = {name: every[name] for name in ("ours", "LogicV2")}
    figures(score, "Held-out entities, which tuning never saw", both, head & unseen)
    figures(score, "Held-out entities, without those queries", both, head & unseen & ~odd)
    figures(score, "Open entities, on which weights were fitted", both, head & ~unseen)
    per_kind(score, every)
    per_dirt(score, every)


def figures(score: ModuleType, title: str, every: dict[str, Any], mask: Mask) -> None:
    """One table: a row per engine over the queries of `mask`."""
    rows = []
    for name, run in every.items():
        threshold, f1 = run.best_f1(mask)
        at = run.at(threshold, mask)
        recalls = [run.recall_above(run.far_threshold(far, mask & ~run.listed), mask) for far in FALSE_ALERT_RATES]
        rows.append([name, *(f"{x:.3f}" for x in (f1, threshold, at["precision"], at["recall"], *recalls))])
    print(f"\n### {title} ({int(mask.sum())})\n")
    header = ["engine", "best F1", "at", "precision", "recall", "recall @1 % FAR", "@5 %", "@10 %"]
    print(score.table(header, rows))
    ours = every["ours"].at(ALERT_THRESHOLD, mask)
    print(
        f"\nOurs at the published threshold {ALERT_THRESHOLD}: precision {ours['precision']:.3f}, "
        f"recall {ours['recall']:.3f}, F1 {ours['f1']:.3f}, false alerts {ours['false_alert_rate']:.3f}"
    )


def per_kind(score: ModuleType, every: dict[str, Any]) -> None:
    """Recall per listed kind at false-alert rates, and false alerts per clean kind at each engine's best F1."""
    rows = []
    for name, run in every.items():
        clean = run.mask() & ~run.listed
        limits = [run.far_threshold(far, clean) for far in FALSE_ALERT_RATES]
        best, _ = run.best_f1(run.mask())
        recalls = [
            " / ".join(f"{run.recall_above(limit, run.mask([kind])):.3f}" for limit in limits)
            for kind in ("alias", "dirty", "alias_hard")
        ]
        alerts = [
            f"{run.at(best, run.mask([kind]))['false_alert_rate']:.3f}"
            for kind in ("clean_hard", "clean_easy", "clean_family")
        ]
        rows.append([name, *recalls, " / ".join(alerts)])
    print("\n### Per kind\n")
    header = ["engine", "alias R@1/5/10 %", "dirty R@1/5/10 %", "alias_hard R@1/5/10 %", "alerts hard/easy/family"]
    print(score.table(header, rows))


def per_dirt(score: ModuleType, every: dict[str, Any]) -> None:
    """Recall at 5 % false alerts per transformation and per relation of an alias."""
    run = every["ours"]
    meta = {row["query_id"]: row for row in table("meta.csv").fill_null("").iter_rows(named=True)}
    groups: dict[str, list[int]] = {}
    for at, query in enumerate(run.ids):
        row = meta[query]
        if run.kind[at] == "dirty":
            groups.setdefault("dirty: " + row["transform"].split("+")[0].split(":")[0], []).append(at)
        elif run.kind[at] == "alias":
            groups.setdefault(f"alias: {row['script'].lower()}, {row['relation']}", []).append(at)
    rows = []
    for group, members in sorted(groups.items()):
        mask = np.zeros(len(run.ids), dtype=bool)
        mask[members] = True
        cells = []
        for name in ("ours", "LogicV2", "token_sort_ratio"):
            other = every[name]
            limit = other.far_threshold(0.05, other.mask() & ~other.listed)
            cells.append(f"{other.recall_above(limit, mask):.2f}")
        rows.append([group, str(len(members)), *cells])
    print("\n### Recall at 5 % false alerts, by what was done to the name\n")
    print(score.table(["group", "n", "ours", "LogicV2", "token_sort_ratio"], rows))


def main() -> None:
    """Run what the command line asks for."""
    wanted = sys.argv[1:] or ["quality", "speed"]
    if not SET.is_dir():
        sys.exit(f"{SET} is absent: the benchmark lies beside the project; set SCREENING_SHARED to its folder")
    if "quality" in wanted:
        quality()
    if "speed" in wanted:
        speed()


if __name__ == "__main__":
    main()
