"""What a word is worth: rarity on the lists, held down for ordinary words, places, particles and noise."""

from __future__ import annotations

import numpy as np
import polars as pl

from screening.names.lexicon import INITIAL, common_words, noise_words, place_words, popular_words, term_words

COMMON_CAP = 0.30
TERM_CAP = 0.40
PLACE_CAP = 0.35
POPULAR_CAP = 0.55
CONNECTIVE = 0.04

KINDS = ("word", "popular", "term", "common", "place", "number", "initial", "noise")


def kind_of(tokens: pl.Series) -> pl.Series:
    """word, popular, term, common, place, number, initial or noise, for folded tokens."""
    frame = pl.DataFrame({"t": tokens}, schema={"t": pl.String})
    return frame.select(
        pl.when(
            pl.col("t").str.starts_with(INITIAL)
            | (pl.col("t").str.len_chars() == 1) & ~pl.col("t").str.contains("[0-9]")
        )
        .then(pl.lit("initial"))
        .when(pl.col("t").is_in(list(noise_words())))
        .then(pl.lit("noise"))
        .when(pl.col("t").is_in(list(place_words())))
        .then(pl.lit("place"))
        .when(pl.col("t").is_in(list(common_words())))
        .then(pl.lit("common"))
        .when(pl.col("t").is_in(list(popular_words())))
        .then(pl.lit("popular"))
        .when(pl.col("t").str.contains("^[0-9]+$"))
        .then(pl.lit("number"))
        .when(pl.col("t").is_in(list(term_words())))
        .then(pl.lit("term"))
        .otherwise(pl.lit("word"))
    ).to_series()


def token_weight(tokens: pl.Series, entities_with: pl.Series, entity_count: int) -> pl.Series:
    """Weight 0–1 per token from the number of listed entities that have it."""
    rarity = 1 - np.log1p(entities_with.to_numpy()) / np.log(max(entity_count, 1000) * 2)
    frame = pl.DataFrame({"kind": kind_of(tokens), "t": tokens, "w": rarity})
    capped = (
        pl.when(pl.col("t").str.len_chars() <= 2)
        .then(pl.min_horizontal("w", pl.when(pl.col("kind") == "word").then(0.5).otherwise(CONNECTIVE * 2)))
        .when(pl.col("kind") == "common")
        .then(pl.min_horizontal("w", COMMON_CAP))
        .when(pl.col("kind") == "popular")
        .then(pl.min_horizontal("w", POPULAR_CAP))
        .when(pl.col("kind") == "term")
        .then(pl.min_horizontal("w", TERM_CAP))
        .when(pl.col("kind") == "place")
        .then(pl.min_horizontal("w", PLACE_CAP))
        .when(pl.col("kind") == "noise")
        .then(CONNECTIVE)
        .otherwise(pl.col("w"))
    )
    weight = pl.when(pl.col("kind") == "number").then(0.6).otherwise(capped)
    return frame.select(weight.clip(CONNECTIVE, 1.0)).to_series()


SUPPORTING_SHARE = 0.8
"""What terms and places add to the distinctive weight: together they may carry a match, none alone."""


def distinctive_weight() -> pl.Expr:
    """The part of a word's weight that can carry a match, from the columns kind and weight."""
    return (
        pl.when(pl.col("kind").is_in(["word", "number", "popular"]))
        .then(pl.col("weight"))
        .when(pl.col("kind").is_in(["term", "place"]))
        .then(pl.col("weight") * SUPPORTING_SHARE)
        .otherwise(0.0)
    )
