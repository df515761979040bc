"""Precision and recall when the best-ranked share of declarations is inspected.

Declarations of the same score come in no order: where the cut goes through them, what is found is the expected value
over all orders. The interval of a recall is Wilson's (1927), at 95 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import polars as pl

SHARES = (0.005, 0.01, 0.05)
RANKINGS = {"screening": "score", "code": "code_score", "code_or_name": "code_or_name_score"}
"""Rankings by name, and the column of the scored declarations that each goes by."""

_Z = 1.959964


@dataclass(frozen=True)
class Inspection:
    """What inspecting a share of the declarations finds."""

    ranking: str
    share: float
    inspected: int
    planted: int
    found: float
    precision: float
    recall: float
    recall_low: float
    recall_high: float


def weights(scores: pl.Series, share: float) -> pl.Series:
    """Return for each declaration the chance that it is among the best-ranked share: 1, 0, or between at the cut."""
    count = ceil(len(scores) * share)
    if not len(scores):
        return pl.Series("weight", [], dtype=pl.Float64)
    cut = scores.sort(descending=True)[min(count, len(scores)) - 1]
    above, at = int((scores > cut).sum()), int((scores == cut).sum())
    part = (count - above) / at
    frame = pl.DataFrame({"score": scores})
    chosen = pl.when(pl.col("score") > cut).then(1.0).when(pl.col("score") == cut).then(part).otherwise(0.0)
    return frame.select(chosen.alias("weight")).to_series()


def inspect(scored: pl.DataFrame, ranking: str, share: float) -> Inspection:
    """Measure one ranking at one share. `scored`: a row a declaration, with is_planted and the ranking's column."""
    chance = weights(scored[RANKINGS[ranking]], share)
    planted = int(scored["is_planted"].sum())
    found = float((chance * scored["is_planted"].cast(pl.Float64)).sum())
    inspected = ceil(scored.height * share)
    low, high = wilson(found, planted)
    return Inspection(
        ranking=ranking,
        share=share,
        inspected=inspected,
        planted=planted,
        found=round(found, 3),
        precision=round(found / inspected, 4) if inspected else 0.0,
        recall=round(found / planted, 4) if planted else 0.0,
        recall_low=round(low, 4),
        recall_high=round(high, 4),
    )


def wilson(found: float, count: int) -> tuple[float, float]:
    """Return the interval of a share of `found` in `count`."""
    if not count:
        return 0.0, 1.0
    share, z2 = found / count, _Z * _Z
    centre = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = _Z / (1 + z2 / count) * sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return max(0.0, centre - half), min(1.0, centre + half)


def by_scheme(scored: pl.DataFrame, share: float) -> pl.DataFrame:
    """Return scheme, planted, and the share of its declarations found by each ranking, in order of scheme."""
    planted = scored.with_columns(
        weights(scored[column], share).alias(f"recall_{name}") for name, column in RANKINGS.items()
    ).filter("is_planted")
    return (
        planted.group_by("scheme")
        .agg(
            pl.len().alias("planted"),
            *(pl.mean(f"recall_{name}").round(4) for name in RANKINGS),
            pl.mean("is_alert").round(4).alias("alerted"),
        )
        .sort("scheme")
    )


def by_look_alike(scored: pl.DataFrame, share: float) -> pl.DataFrame:
    """Return look_alike, declarations, the share inspected and the share alerted: what honest trade bears."""
    return (
        scored.with_columns(weights(scored["score"], share).alias("inspected"))
        .filter(pl.col("look_alike").is_not_null() & ~pl.col("is_planted"))
        .group_by("look_alike")
        .agg(
            pl.len().alias("declarations"),
            pl.mean("inspected").round(4),
            pl.mean("is_alert").round(4).alias("alerted"),
        )
        .sort("look_alike")
    )


def gains(scored: pl.DataFrame, most: float = 0.1, steps: int = 100) -> pl.DataFrame:
    """Return ranking, share and recall, for shares from 0 to `most`: the curve of each ranking."""
    shares = [most * n / steps for n in range(1, steps + 1)]
    rows = [inspect(scored, ranking, share) for ranking in RANKINGS for share in shares]
    return pl.DataFrame(
        {"ranking": [r.ranking for r in rows], "share": [r.share for r in rows], "recall": [r.recall for r in rows]}
    )
