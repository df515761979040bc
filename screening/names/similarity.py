"""How alike two folded words are, and which listed words a declared word may stand for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.names.fold import skeleton

Floats = npt.NDArray[np.float64]

ALIKE = 0.72
"""Words less alike than this share nothing."""

MIN_LENGTH = 4
"""Shorter words must be equal: at three letters every second word is one typing error from another."""


def word_similarity(left: pl.Series, right: pl.Series) -> Floats:
    """Similarity 0–1 of word pairs: 1 when equal, 0 below ALIKE.

    The mean of the OSA similarity (insert, delete, replace, swap of neighbours) of the words and of their consonant
    skeletons: a vowel that differs costs half of a consonant. Concepts and numbers must be equal.
    """
    frame = pl.DataFrame({"left": left, "right": right}, schema={"left": pl.String, "right": pl.String})
    a, b = frame["left"].to_list(), frame["right"].to_list()
    skeletons = {w: skeleton(w) for w in {*a, *b}}
    plain = process.cpdist(a, b, scorer=OSA.normalized_similarity, dtype=np.float32)
    bare = process.cpdist(
        [skeletons[w] for w in a], [skeletons[w] for w in b], scorer=OSA.normalized_similarity, dtype=np.float32
    )
    frame = frame.with_columns(plain=pl.Series(plain), bare=pl.Series(bare))
    return frame.select(_similarity()).to_series().to_numpy()


def _similarity() -> pl.Expr:
    short = pl.min_horizontal(pl.col("left").str.len_chars(), pl.col("right").str.len_chars()) < MIN_LENGTH
    exact_only = short | pl.col("left").str.contains("[=0-9]") | pl.col("right").str.contains("[=0-9]")
    value = (pl.col("plain").cast(pl.Float64) + pl.col("bare").cast(pl.Float64)) / 2
    return (
        pl.when(pl.col("left") == pl.col("right"))
        .then(1.0)
        .when(exact_only | (value < ALIKE))
        .then(0.0)
        .otherwise(value)
    )


def keys(words: pl.Series) -> pl.DataFrame:
    """id (row of `words`), key: the word with each letter left out in turn, itself, and its skeleton.

    Two words that share a key are one or two edits or only vowels apart.
    """
    frame = pl.DataFrame({"id": np.arange(len(words), dtype=np.uint32), "word": words})
    frame = frame.filter(
        (pl.col("word").str.len_chars() >= MIN_LENGTH) & ~pl.col("word").str.contains("[=0-9]")
    ).with_columns(n=pl.col("word").str.len_chars())
    bare = pl.Series([skeleton(w) for w in frame["word"].to_list()], dtype=pl.String)
    parts = [
        frame.select("id", key=pl.col("word").hash(1)),
        frame.with_columns(bare=bare)
        .filter(pl.col("bare").str.len_chars() >= 3)
        .select("id", key=pl.col("bare").hash(2)),
    ]
    longest = frame["n"].max()
    for i in range(min(int(longest), 24) if isinstance(longest, int) else 0):
        part = frame.filter(pl.col("n") > i)
        left_out = part["word"].str.slice(0, i) + part["word"].str.slice(i + 1)
        parts.append(pl.DataFrame({"id": part["id"], "key": left_out.hash(1)}))
    return pl.concat(parts).unique()
