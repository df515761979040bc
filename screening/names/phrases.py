"""Finding the phrases of the word tables in columns of words, longest first."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from screening.names.lexicon import phrases

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

_BASE = 1_000_003


@dataclass(frozen=True)
class Found:
    """Phrases found: first word (index), number of words, what each stands for, whether it is a legal form."""

    starts: Ints
    lengths: Ints
    targets: list[str]
    is_legal: Flags


@functools.cache
def _tables() -> tuple[dict[str, int], list[tuple[int, Hashes, list[str], Flags]]]:
    """Word numbers of the phrase tables, and per length (longest first) sorted hashes with their targets."""
    vocabulary: dict[str, int] = {}
    by_length: dict[int, list[tuple[int, str, bool]]] = {}
    for words, phrase in phrases().items():
        value = 0
        for word in words:
            value = (value * _BASE + vocabulary.setdefault(word, len(vocabulary) + 1)) % 2**64
        by_length.setdefault(len(words), []).append((value, phrase.target, phrase.is_legal))
    tables = []
    for length in sorted(by_length, reverse=True):
        rows = sorted(by_length[length])
        hashes = np.array([r[0] for r in rows], dtype=np.uint64)
        tables.append((length, hashes, [r[1] for r in rows], np.array([r[2] for r in rows])))
    return vocabulary, tables


def phrase_words(tokens: pl.Series) -> Hashes:
    """The number of each token among the words of the phrases, 0 for all others."""
    vocabulary = _tables()[0]
    distinct = tokens.unique()
    numbers = pl.DataFrame(
        {"token": distinct, "number": np.array([vocabulary.get(t, 0) for t in distinct.to_list()], dtype=np.uint64)}
    )
    joined = pl.DataFrame({"token": tokens}).join(numbers, on="token", how="left", maintain_order="left")
    return joined["number"].to_numpy()


def find_phrases(rows: npt.NDArray[np.uint32], chapters: npt.NDArray[np.uint32], numbers: Hashes) -> Found:
    """The phrases in consecutive words of one row and chapter, longest first, none overlapping."""
    free = numbers > 0
    place = rows.astype(np.int64) * 1000 + chapters
    starts, lengths, targets, legal = [], [], [], []
    for length, hashes, names, is_legal in _tables()[1]:
        last = len(numbers) - length + 1
        if last <= 0:
            continue
        ok = place[:last] == place[length - 1 :]
        for k in range(length):
            ok &= free[k : k + last]
        at = np.flatnonzero(ok)
        value = np.zeros(len(at), dtype=np.uint64)
        for k in range(length):
            value = value * np.uint64(_BASE) + numbers[at + k]
        slot = np.minimum(np.searchsorted(hashes, value), len(hashes) - 1)
        hit = hashes[slot] == value
        at, slot = at[hit], slot[hit]
        first = _without_overlap(at, length)
        at, slot = at[first], slot[first]
        for k in range(length):
            free[at + k] = False
        starts.append(at)
        lengths.append(np.full(len(at), length, dtype=np.int64))
        targets += [names[s] for s in slot]
        legal.append(is_legal[slot])
    if not starts:
        return Found(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), [], np.zeros(0, dtype=bool))
    return Found(np.concatenate(starts), np.concatenate(lengths), targets, np.concatenate(legal))


def _without_overlap(at: Ints, length: int) -> Flags:
    """Which of the phrases of one length stay when of two that overlap the first does."""
    keep = np.ones(len(at), dtype=bool)
    if length == 1 or len(at) < 2 or int(np.diff(at).min()) >= length:
        return keep
    end = -1
    for i, start in enumerate(at.tolist()):  # rare: two phrases of one length that overlap
        keep[i] = start >= end
        end = start + length if keep[i] else end
    return keep
