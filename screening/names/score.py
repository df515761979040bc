"""From aligned words to a score: the features of a pair of names and what each adds or subtracts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]

ALERT_THRESHOLD = 0.5
"""Scores from here on are alerts; docs/names.md states the precision measured there."""

LEAST_DISTINCTIVE = 0.27
"""Weight of matched words that are neither ordinary, places nor initials, below which nothing is a hit."""

MOST_MISSING = 0.45
"""Share of the listed name's weight that may be missing; beyond it nothing is a hit."""

FEATURES = {
    "listed_missing": "share of the listed name's weight that the declared name lacks (0–1)",
    "listed_inexact": "share of the listed name's weight lost to inexact spelling (0–1)",
    "lone_inexact": "the same where only one rare word matches, else 0",
    "declared_extra": "share of the declared name's weight that the listed name lacks (0–1)",
    "extra_weight": "the same as a weight, in units of one unique word (0–3)",
    "conflict": "weight that is left over on both sides, in units of one unique word (0–2)",
    "distinctive": "weight of the matched words that are not ordinary, in units of one unique word",
    "strong_words": "matched words that are rare (0–3)",
    "number_conflict": "1 numbers that differ, 0.4 a number on one side only",
    "patronymic_conflict": "1 when both names have a patronymic that the other lacks",
    "whole_name": "1 when nothing is missing, inexact or left over",
    "initials_lost": "declared initials that fit no word of the listed name (0–2)",
    "weak_name": "1 when the list calls the name a weak alias",
    "type_conflict": "1 when both kinds of party are known and differ",
    "legal_form_agrees": "1 same class of legal form, -1 different classes, 0 unknown on a side",
    "country_agrees": "1 same country, -1 different, 0 unknown on a side",
}


def evidence() -> list[pl.Expr]:
    """Features that come from beside the names: legal form, kind of party, kind of name, country."""
    declared, listed = pl.col("declared_legal"), pl.col("listed_legal")
    both_legal = (declared > 0) & (listed > 0)
    common_legal = (declared & listed) > 0
    types = pl.col("entity_type").is_in(["person", "organisation", "vessel", "aircraft"]) & pl.col("listed_type").is_in(
        ["person", "organisation", "vessel", "aircraft"]
    )
    countries = pl.col("country_code").is_not_null() & (pl.col("country_codes").list.len() > 0)
    return [
        _agreement(both_legal, common_legal).alias("legal_form_agrees"),
        (types & (pl.col("entity_type") != pl.col("listed_type")))
        .fill_null(False)
        .cast(pl.Float64)
        .alias("type_conflict"),
        _agreement(countries, pl.col("country_codes").list.contains(pl.col("country_code"))).alias("country_agrees"),
        (pl.col("name_kind") == "weak").fill_null(False).cast(pl.Float64).alias("weak_name"),
    ]


def _agreement(known: pl.Expr, same: pl.Expr) -> pl.Expr:
    return pl.when(known.fill_null(False)).then(pl.when(same).then(1.0).otherwise(-1.0)).otherwise(0.0)


WEIGHTS = {
    "listed_missing": -4.5,
    "listed_inexact": -3.2,
    "lone_inexact": -2.6,
    "declared_extra": -4.7,
    "conflict": -0.1,
    "log_distinctive": 2.0,
    "number_conflict": -0.5,
    "patronymic_conflict": -0.5,
    "whole_name": 0.3,
    "initials_lost": -0.5,
    "weak_name": -0.9,
    "type_conflict": -2.1,
    "legal_form_agrees": 0.6,
}
"""What a unit of each term adds to the log-odds, as fitted by bench/names_fit.py on the open part of the benchmark.

`patronymic_conflict` and `whole_name` came later and were set by hand, lower than fitted."""

DISTINCTIVE_RANGE = (0.05, 4.0)

CONSTANT = 1.7
COUNTRY = 0.3
"""Log-odds for the same country; the same is taken off for another one. Set by hand: the benchmark's list has none."""


WORD_FEATURES = tuple(
    n for n in FEATURES if n not in ("weak_name", "type_conflict", "legal_form_agrees", "country_agrees")
)
"""Features that depend on the words of the names alone."""


def terms() -> list[pl.Expr]:
    """The terms of WEIGHTS from the feature columns, in its order."""
    made = {
        "log_distinctive": pl.col("distinctive").clip(*DISTINCTIVE_RANGE).log(),
        "lone_extra": pl.when(pl.col("strong_words") <= 1).then("declared_extra").otherwise(0.0),
    }
    return [made.get(name, pl.col(name)).alias(name) for name in WEIGHTS]


def score_pairs() -> pl.Expr:
    """Score 0–1 from the feature columns: the logistic of what the terms add up to; 0 without distinctive words."""
    total = pl.lit(CONSTANT) + COUNTRY * pl.col("country_agrees")
    for term, weight in zip(terms(), WEIGHTS.values(), strict=True):
        total = total + term * weight
    score = 1 / (1 + (-total).exp())
    counts = (pl.col("distinctive") >= LEAST_DISTINCTIVE) & (pl.col("listed_missing") <= MOST_MISSING)
    return pl.when(counts).then(score).otherwise(0.0).alias("score")


def log_odds(features: dict[str, Floats]) -> Floats:
    """The part of the log-odds that the words of the names make, -inf where nothing counts."""
    distinctive = features["distinctive"]
    total = CONSTANT + WEIGHTS["log_distinctive"] * np.log(np.clip(distinctive, *DISTINCTIVE_RANGE))
    for name, weight in WEIGHTS.items():
        if name in features:
            total = total + weight * features[name]
    counts = (distinctive >= LEAST_DISTINCTIVE) & (features["listed_missing"] <= MOST_MISSING)
    return np.where(counts, total, -np.inf)


def most_evidence() -> float:
    """The most log-odds that evidence beside the names may add."""
    return COUNTRY + abs(WEIGHTS["legal_form_agrees"]) + max(WEIGHTS["whole_name"], 0.0)


def score_bound(missing: Floats, inexact: Floats, extra: Floats, distinctive: Floats) -> Floats:
    """The highest log-odds that a pair may reach, given its least missing, inexact and extra shares."""
    return (
        CONSTANT
        + most_evidence()
        + WEIGHTS["listed_missing"] * missing
        + WEIGHTS["listed_inexact"] * inexact
        + WEIGHTS["declared_extra"] * extra
        + WEIGHTS["log_distinctive"] * np.log(np.clip(distinctive, *DISTINCTIVE_RANGE))
    )
