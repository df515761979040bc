"""From aligned words to a score: the features of a pair of names and what each adds or subtracts."""

from __future__ import annotations

import polars as pl

ALERT_THRESHOLD = 0.62
"""Scores from here on are alerts; docs/names.md states the precision measured at it."""

LEAST_DISTINCTIVE = 0.45
"""Weight of matched words that are neither ordinary, places nor initials, below which nothing is a hit."""

FEATURES = {
    "listed_covered": "share of the listed name's weight that the declared name holds (0–1)",
    "declared_covered": "share of the declared name's weight that the listed name holds (0–1)",
    "distinctive": "weight of the matched words that are not ordinary, in units of one unique word",
    "conflict": "weight that is unmatched on both sides, in units of one unique word",
    "legal_form_agrees": "1 same class of legal form, -1 different classes, 0 unknown on a side",
    "country_agrees": "1 same country, -1 different, 0 unknown on a side",
}


def score_pairs() -> pl.Expr:
    """Score 0–1 from the feature columns."""
    coverage = pl.col("listed_covered") * pl.col("declared_covered").sqrt()
    strength = 1 - (-2.2 * pl.col("distinctive")).exp() * 0.35
    value = (
        coverage * strength
        - 0.25 * pl.col("conflict")
        + 0.01 * pl.col("legal_form_agrees")
        + 0.01 * pl.col("country_agrees")
    )
    gate = pl.col("distinctive") >= LEAST_DISTINCTIVE
    return pl.when(gate).then(value.clip(0.0, 1.0)).otherwise(0.0).alias("score")
