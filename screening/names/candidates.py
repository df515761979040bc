"""Which listed names are worth comparing with which declared ones.

Two bounds, both taken from the score itself, so that a pair they drop cannot reach the threshold:

1. A hit must find all but MOST_MISSING of the listed name's weight. So it must find one of the name's *leading* words:
   its heaviest ones that together weigh more than that. Only those have postings.
2. For each pair that shares a leading word an upper bound of the score is computed from word matches alone, looked up
   in a table addressed by a hash of (declared name, listed word). Where two entries fall together the bound only
   becomes weaker. Pairs whose bound stays below the threshold are dropped before the full comparison.

What may be missed is missed earlier: listed words that `NameIndex.alike` does not offer for a misspelt word.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from screening.names.compare import (
    INITIAL_CREDIT,
    LISTED_INITIAL_CREDIT,
    OTHER_SEGMENT_SHARE,
    PairFrames,
    light,
)
from screening.names.score import LEAST_DISTINCTIVE, MOST_MISSING, score_bound
from screening.names.weights import distinctive_weight

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

TABLE_BITS = 24
ROWS_AT_ONCE = 20_000
"""Declared names are taken in parts of this size, so that memory does not grow with their number."""


@dataclass(frozen=True)
class Postings:
    """The listed names as arrays: whether a token is a join, leading postings by token, and the single words of each form."""

    is_join: Flags
    posting_starts: Ints
    posting_forms: Ints
    word_starts: Ints
    word_tokens: Ints
    word_weights: Floats
    word_distinctive: Floats
    total: Floats
    is_cut: Flags
    has_initials: Flags

    @classmethod
    def of(cls, form_tokens: pl.DataFrame, forms: pl.DataFrame, vocabulary: pl.DataFrame) -> Postings:
        """Arrays of an index's form_tokens and forms (form_id ascending)."""
        leading = form_tokens.filter("is_leading").sort("token_id", maintain_order=True)
        counts = np.bincount(leading["token_id"].to_numpy(), minlength=vocabulary.height)
        single = form_tokens.filter(pl.col("span") == 1).sort("form_id", maintain_order=True)
        words = np.bincount(single["form_id"].to_numpy(), minlength=forms.height)
        return cls(
            is_join=vocabulary["kind"].is_null().to_numpy(),
            posting_starts=np.concatenate([[0], np.cumsum(counts)]),
            posting_forms=leading["form_id"].to_numpy().astype(np.int64),
            word_starts=np.concatenate([[0], np.cumsum(words)]),
            word_tokens=single["token_id"].to_numpy().astype(np.int64),
            word_weights=single["weight"].to_numpy(),
            word_distinctive=single.select(distinctive_weight()).to_series().to_numpy(),
            total=forms["total"].to_numpy(),
            is_cut=forms["is_cut"].to_numpy(),
            has_initials=forms["has_initials"].to_numpy(),
        )


@dataclass(frozen=True)
class _Rows:
    """Per declared name: weight if unmatched, whether parts of it are set apart, initials, length of a cut field."""

    light: Floats
    is_split: Flags
    has_initials: Flags
    is_cut: Flags


def candidates(frames: PairFrames, postings: Postings, threshold: float) -> pl.DataFrame:
    """row, form_id of the pairs that may score `threshold` or more."""
    rows = _rows(frames)
    weights = frames.tokens.select("row", "position", "weight", light())
    entries = (
        frames.words.join(weights, on=["row", "position"], how="left")
        .join(frames.alike, on="word_id")
        .group_by("row", "token_id")
        .agg(
            pl.col("similarity").max(),
            pl.col("weight").max(),
            is_join=pl.col("span").max() > 1,
        )
        .sort("row")
    )
    least = math.log(max(threshold, 1e-6) / max(1 - threshold, 1e-6))
    at = entries["row"].to_numpy().astype(np.int64)
    parts = []
    for first in range(0, len(frames.is_cut), ROWS_AT_ONCE):  # bounded memory
        begin, end = np.searchsorted(at, [first, first + ROWS_AT_ONCE])
        parts.append(_chunk(entries[int(begin) : int(end)], postings, rows, least))
    pairs = np.concatenate(parts) if parts else np.zeros((0, 2), dtype=np.int64)
    return pl.DataFrame({"row": pairs[:, 0].astype(np.uint32), "form_id": pairs[:, 1].astype(np.uint32)})


def _rows(frames: PairFrames) -> _Rows:
    count = len(frames.is_cut)
    at = frames.tokens["row"].to_numpy().astype(np.int64)
    weight = frames.tokens.select(light()).to_series().to_numpy()
    initial = (frames.tokens["kind"] == "initial").to_numpy()
    apart = (frames.tokens["segment"] > 0).to_numpy()
    return _Rows(
        light=np.bincount(at, weights=weight, minlength=count),
        is_split=np.bincount(at, weights=apart, minlength=count) > 0,
        has_initials=np.bincount(at, weights=initial, minlength=count) > 0,
        is_cut=frames.is_cut.to_numpy(),
    )


def _chunk(entries: pl.DataFrame, postings: Postings, rows: _Rows, least: float) -> Ints:
    """Pairs (row, form_id) of some declared names."""
    row = entries["row"].to_numpy().astype(np.int64)
    token = entries["token_id"].to_numpy().astype(np.int64)
    lengths = postings.posting_starts[token + 1] - postings.posting_starts[token]
    forms = postings.posting_forms[_ranges(postings.posting_starts[token], lengths)]
    key = np.repeat(row, lengths) * len(postings.total) + forms
    sure = np.repeat(entries["is_join"].to_numpy() | postings.is_join[token], lengths)
    joined = np.unique(key[sure])
    alone = pl.Series(key[~sure]).unique().to_numpy()
    pairs = np.stack(np.divmod(alone, len(postings.total)), axis=1)
    pairs = pairs[~postings.is_cut[pairs[:, 1]] | rows.is_cut[pairs[:, 0]]]
    pairs = pairs[_bounded(pairs, entries, row, token, postings, rows, least)]
    by_join = np.stack(np.divmod(joined, len(postings.total)), axis=1)
    by_join = by_join[~postings.is_cut[by_join[:, 1]] | rows.is_cut[by_join[:, 0]]]
    if not len(by_join):
        return pairs
    return np.unique(np.concatenate([pairs, by_join]), axis=0)


def _ranges(starts: Ints, lengths: Ints) -> Ints:
    """The numbers starts[i] … starts[i] + lengths[i] - 1, one range after another."""
    before = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum()), dtype=np.int64) - np.repeat(before - starts, lengths)


def _slot(row: Ints, token: Ints) -> Ints:
    mixed = (row * 2_654_435_761 + token) * 0x9E3779B1
    return (mixed >> 8) & ((1 << TABLE_BITS) - 1)


def _bounded(
    pairs: Ints, entries: pl.DataFrame, row: Ints, token: Ints, postings: Postings, rows: _Rows, least: float
) -> Flags:
    """Which pairs may reach the log-odds `least`, by an upper bound of their score."""
    similar = np.zeros(1 << TABLE_BITS, dtype=np.uint8)
    heavy = np.zeros(1 << TABLE_BITS, dtype=np.uint8)
    slot = _slot(row, token)
    np.maximum.at(similar, slot, np.ceil(entries["similarity"].to_numpy() * 255).astype(np.uint8))
    weight = entries["weight"].fill_null(1.0).to_numpy()
    np.maximum.at(heavy, slot, np.ceil(np.minimum(weight, 1.0) * 255).astype(np.uint8))
    at, form = pairs[:, 0], pairs[:, 1]
    lengths = postings.word_starts[form + 1] - postings.word_starts[form]
    words = _ranges(postings.word_starts[form], lengths)
    pair = np.repeat(np.arange(len(pairs)), lengths)
    found = _slot(np.repeat(at, lengths), postings.word_tokens[words])
    similarity = similar[found] / 255.0
    matched_word = similarity > 0
    word_weight = postings.word_weights[words]
    matched = np.bincount(pair, weights=word_weight * matched_word, minlength=len(pairs))
    held = np.bincount(pair, weights=word_weight * similarity, minlength=len(pairs))
    distinctive = np.bincount(pair, weights=postings.word_distinctive[words] * similarity, minlength=len(pairs))
    declared = np.bincount(pair, weights=heavy[found] / 255.0, minlength=len(pairs))
    total = postings.total[form]
    missing = np.clip(1 - matched / total, 0, 1) * np.where(rows.has_initials[at], 1 - INITIAL_CREDIT, 1.0)
    extra = rows.light[at] * np.where(rows.is_split[at], OTHER_SEGMENT_SHARE, 1.0) - declared
    extra = np.maximum(extra, 0) * np.where(postings.has_initials[form], 1 - LISTED_INITIAL_CREDIT, 1.0)
    bound = score_bound(missing, (matched - held) / total, extra / np.maximum(extra + declared, 1e-9), distinctive)
    return (bound >= least) & (missing <= MOST_MISSING + 1e-9) & (distinctive >= LEAST_DISTINCTIVE - 1e-9)
