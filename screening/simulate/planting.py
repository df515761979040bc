"""Planting: as many declarations of schemes in every week as the base rate asks for, and look-alikes beside them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from screening.simulate.cast import Cast, Story
from screening.simulate.parameters import Parameters, pick_keys
from screening.simulate.stories import LOOK_ALIKES, SCHEMES
from screening.simulate.world import SCHEDULED_SCHEMA

_LONGEST_STORY = 60
_PATIENCE = 400
"""Stories in a row that may add nothing before planting gives up: a span of a day has room for few."""


def plant(cast: Cast, parameters: Parameters, items_per_day: int, base_rate: float) -> pl.DataFrame:
    """Write stories into the cast until every week has its quota. Shape: SCHEDULED_SCHEMA.

    A week's planted declarations are `base_rate` of all; what a last story brings too many is left out.
    """
    daily = _declarations_by_day(cast, parameters, items_per_day)
    weeks = (np.arange(len(daily)) // 7).astype(int)
    # Look-alikes come on top of ordinary trade, so they count among "all".
    honest = np.bincount(weeks, daily) * (
        1 + sum(share for name, share in parameters["look_alikes"]["shares"].items() if name in LOOK_ALIKES)
    )
    quota = np.floor(np.cumsum(honest * base_rate / (1 - base_rate)) + 0.5)
    quota = np.diff(quota, prepend=0).astype(
        int
    )  # rounded so that the sum is right even where a week has less than one
    _look_alikes(cast, parameters, daily)
    _schemes(cast, parameters, quota)
    return _as_frame(cast, quota)


def _declarations_by_day(cast: Cast, parameters: Parameters, items_per_day: int) -> np.ndarray:
    sizes: Mapping[int, float] = parameters["declarations"]["sizes"]
    mean = sum(int(size) * share for size, share in sizes.items()) / sum(sizes.values())
    factors = np.array(parameters["weekdays"]["factors"])
    span = np.arange(cast.first, cast.last + 1)
    return np.asarray(items_per_day * factors[(span + 6) % 7] / mean)


def _look_alikes(cast: Cast, parameters: Parameters, daily: np.ndarray) -> None:
    for name, share in parameters["look_alikes"]["shares"].items():
        story = LOOK_ALIKES.get(name)
        if story is None:  # price shocks are made with the day
            continue
        _until(cast, name, story, round(daily.sum() * share))


def _until(cast: Cast, name: str, story: Story, wanted: int) -> None:
    goal, number, idle = len(cast.scheduled) + wanted, 0, 0
    while len(cast.scheduled) < goal and idle < _PATIENCE:
        number += 1
        before = len(cast.scheduled)
        story(cast, f"{name}-{number}", cast.count(cast.first - _LONGEST_STORY // 2, cast.last))
        idle = 0 if len(cast.scheduled) > before else idle + 1
    del cast.scheduled[goal:]


def _schemes(cast: Cast, parameters: Parameters, quota: np.ndarray) -> None:
    shares = {name: share for name, share in parameters["schemes"]["shares"].items() if share > 0}
    have = np.zeros(len(quota), dtype=int)
    counts: dict[str, int] = dict.fromkeys(shares, 0)
    total = sum(shares.values())
    number = idle = 0
    while (have < quota).any() and idle < _PATIENCE:
        number += 1
        # The scheme that is most behind its share goes next, so that short spans hold many kinds.
        name = (
            min(shares, key=lambda key: (counts[key] / shares[key] * total, key))
            if number > 1
            else str(pick_keys(cast.rng, shares, 1)[0])
        )
        week = int(np.argmax(quota - have))
        start = cast.first + 7 * week + cast.count(0, 6) - cast.count(0, _LONGEST_STORY // 3)
        before = len(cast.scheduled)
        SCHEMES[name](cast, f"{name}-{number}", start)
        new = [n for n in range(before, len(cast.scheduled)) if cast.scheduled[n]["is_planted"]]
        for n in new:
            have[(cast.scheduled[n]["day"] - cast.first) // 7] += 1
        idle = 0 if new else idle + 1
        counts[name] += max(len(new), 1)


def _as_frame(cast: Cast, quota: np.ndarray) -> pl.DataFrame:
    frame = pl.DataFrame(cast.scheduled, schema=SCHEDULED_SCHEMA)
    quotas = pl.DataFrame({"week": np.arange(len(quota)), "quota": quota}, schema={"week": pl.Int64, "quota": pl.Int64})
    kept = (
        frame.with_columns(
            (pl.col("day") - cast.first).floordiv(7).alias("week"), pl.Series("chance", cast.rng.random(frame.height))
        )
        .with_columns(rank=pl.col("chance").rank("ordinal").over("week", "is_planted"))
        .join(quotas, on="week", how="left", maintain_order="left")
        .filter(~pl.col("is_planted") | (pl.col("rank") <= pl.col("quota")))
    )
    return kept.select(list(SCHEDULED_SCHEMA)).sort("day", "story", "relation")
