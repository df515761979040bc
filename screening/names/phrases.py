"""Finding the phrases of the word tables in columns of words, longest first."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screening.names.lexicon import phrases

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

_BASE = 1_000_003


@dataclass(frozen=True)
class Found:
    """Phrases found: first word (index), number of words, what each stands for (index into `targets()`)."""

    starts: Ints
    lengths: Ints
    targets: Ints


@functools.cache
def targets() -> tuple[tuple[str, ...], Flags]:
    """All that phrases stand for: terms and classes of legal forms, and which are legal forms."""
    legal = sorted({p.target for p in phrases().values() if p.is_legal})
    terms = sorted({p.target for p in phrases().values() if not p.is_legal})
    return (*terms, *legal), np.array([False] * len(terms) + [True] * len(legal))


@functools.cache
def _tables() -> tuple[dict[str, int], list[tuple[int, Hashes, Ints]]]:
    """Word numbers of the phrase tables, and per length (longest first) sorted hashes with their targets."""
    number_of = {target: n for n, target in enumerate(targets()[0])}
    vocabulary: dict[str, int] = {}
    by_length: dict[int, list[tuple[int, int]]] = {}
    for words, phrase in phrases().items():
        value = 0
        for word in words:
            value = (value * _BASE + vocabulary.setdefault(word, len(vocabulary) + 1)) % 2**64
        by_length.setdefault(len(words), []).append((value, number_of[phrase.target]))
    tables = []
    for length in sorted(by_length, reverse=True):
        rows = sorted(by_length[length])
        tables.append((length, np.array([r[0] for r in rows], dtype=np.uint64), np.array([r[1] for r in rows])))
    return vocabulary, tables


def phrase_words(tokens: list[str]) -> Hashes:
    """The number of each token among the words of the phrases, 0 for all others."""
    vocabulary = _tables()[0]
    return np.array([vocabulary.get(t, 0) for t in tokens], dtype=np.uint64)


def find_phrases(places: Ints, numbers: Hashes) -> Found:
    """The phrases in consecutive words of one place (name and chapter), longest first, none overlapping."""
    free = numbers > 0
    starts, lengths, found = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for length, hashes, target in _tables()[1]:
        last = len(numbers) - length + 1
        if last <= 0:
            continue
        ok = free[:last] & (places[:last] == places[length - 1 :])
        for k in range(1, length):
            ok &= free[k : k + last]
        at = np.flatnonzero(ok)
        if not len(at):
            continue
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
        found.append(target[slot])
    return Found(np.concatenate(starts), np.concatenate(lengths), np.concatenate(found))


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
