"""Hash keys of words, by which alike words meet without comparing all with all.

A word is a row of a matrix of letters, so that all keys of all words come out of a few array operations: the word with
each letter left out in turn, and its consonants. Words are looked at up to WIDTH letters.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

WIDTH = 32
SIEVE_BITS = 20
SIEVE_FROM = 4
"""A table is asked for so many times its own number of keys: they are sieved first."""
_BASE = np.uint64(0x9E3779B97F4A7C15)
_SIEVE_SHIFT = np.uint64(64 - SIEVE_BITS)
_POWERS = np.cumprod(np.concatenate([[np.uint64(1)], np.full(WIDTH, _BASE, dtype=np.uint64)]), dtype=np.uint64)


def _dropped(letters: bytes) -> npt.NDArray[np.bool_]:
    table = np.zeros(256, dtype=bool)
    table[list(letters)] = True
    return table


_SKELETON_DROPS = _dropped(b"aeiouvh")
_CONSONANT_DROPS = _dropped(b"aeiouv")
_SKELETON_LETTER = np.arange(256, dtype=np.uint8)
_SKELETON_LETTER[ord("z")] = ord("s")
_CONSONANT_LETTER = _SKELETON_LETTER.copy()
_CONSONANT_LETTER[ord("g")] = ord("k")


def letters(words: list[str]) -> npt.NDArray[np.uint8]:
    """Matrix of the letters of ASCII words, zero after the end of each."""
    table = np.array([w.encode("ascii", "replace") for w in words] or [b""], dtype=f"S{WIDTH}")
    return table.view(np.uint8).reshape(len(table), WIDTH)[: len(words)]


def _seeded(value: Hashes, seed: int) -> Hashes:
    return (value ^ np.uint64(seed * 0x1000193)) * _BASE


def word_hashes(matrix: npt.NDArray[np.uint8], seed: int) -> Hashes:
    """One hash per word."""
    return _seeded((matrix.astype(np.uint64) * _POWERS[:WIDTH]).sum(axis=1, dtype=np.uint64), seed)


def deletion_hashes(matrix: npt.NDArray[np.uint8], seed: int) -> tuple[Ints, Hashes]:
    """(row, hash) of each word whole and with each of its letters left out."""
    if not len(matrix):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    wide = matrix.astype(np.uint64)
    here = wide * _POWERS[:WIDTH]
    moved = np.zeros_like(wide)
    moved[:, 1:] = wide[:, 1:] * _POWERS[: WIDTH - 1]
    before = np.cumsum(here, axis=1, dtype=np.uint64) - here
    after = moved.sum(axis=1, dtype=np.uint64)[:, None] - np.cumsum(moved, axis=1, dtype=np.uint64)
    row, at = np.nonzero(matrix)
    whole = here.sum(axis=1, dtype=np.uint64)
    rows = np.concatenate([np.arange(len(matrix)), row])
    return rows, _seeded(np.concatenate([whole, before[row, at] + after[row, at]]), seed)


def pack(
    matrix: npt.NDArray[np.uint8], kept: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """The kept letters of each row moved to its front, and which of them stay when equal neighbours become one."""
    order = np.cumsum(kept, axis=1)
    packed = np.zeros_like(matrix)
    row, at = np.nonzero(kept)
    packed[row, order[row, at] - 1] = matrix[row, at]
    doubled = np.zeros(packed.shape, dtype=bool)
    doubled[:, 1:] = (packed[:, 1:] == packed[:, :-1]) & (packed[:, 1:] > 0)
    return packed, (packed > 0) & ~doubled


def _reduced(
    matrix: npt.NDArray[np.uint8], drops: npt.NDArray[np.bool_], seed: int, *, final_h: bool
) -> tuple[Hashes, Ints]:
    """Hash and number of the letters that stay when some fall out, equal neighbours become one, and maybe a final h."""
    kept = (matrix > 0) & ~drops[matrix]
    packed, stays = pack(matrix, kept)
    place = np.cumsum(stays, axis=1) - 1
    if not final_h:
        stays &= ~((packed == ord("h")) & (place == place[:, -1:]))
    value = np.where(stays, packed.astype(np.uint64) * _POWERS[np.maximum(place, 0)], np.uint64(0))
    return _seeded(value.sum(axis=1, dtype=np.uint64), seed), stays.sum(axis=1)


def skeleton_hashes(matrix: npt.NDArray[np.uint8], seed: int) -> tuple[Hashes, Ints]:
    """Hash and length of `fold.skeleton` of each word."""
    return _reduced(_SKELETON_LETTER[matrix], _SKELETON_DROPS, seed, final_h=True)


def consonant_hashes(matrix: npt.NDArray[np.uint8], seed: int) -> tuple[Hashes, Ints]:
    """Hash and length of `fold.consonants` of each word; a final h falls out."""
    return _reduced(_CONSONANT_LETTER[matrix], _CONSONANT_DROPS, seed, final_h=False)


@dataclass(frozen=True)
class KeyTable:
    """Keys and the ids they belong to, ordered by key."""

    distinct: Hashes
    starts: Ints
    ids: Ints

    @functools.cached_property
    def _sieve(self) -> npt.NDArray[np.bool_]:
        """Whether any key begins with these bits: very many keys against a small table need no order."""
        sieve = np.zeros(1 << SIEVE_BITS, dtype=bool)
        sieve[(self.distinct >> _SIEVE_SHIFT).astype(np.intp)] = True
        return sieve

    @classmethod
    def of(cls, keys: Hashes, ids: Ints) -> KeyTable:
        """A table of key → ids."""
        order = np.argsort(keys, kind="stable")
        distinct, first = np.unique(keys[order], return_index=True)
        return cls(distinct, np.append(first, len(keys)).astype(np.int64), ids[order])

    def meet(self, keys: Hashes, ids: Ints) -> tuple[Ints, Ints]:
        """Pairs (id given, id in the table) that share a key; a pair may come more than once."""
        if not len(self.distinct) or not len(keys):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        if len(keys) > SIEVE_FROM * len(self.distinct):
            may = self._sieve[(keys >> _SIEVE_SHIFT).astype(np.intp)]
            keys, ids = keys[may], ids[may]
        order = np.argsort(keys)  # neighbours in the table are near in memory
        keys, ids = keys[order], ids[order]
        slot = np.minimum(np.searchsorted(self.distinct, keys), len(self.distinct) - 1)
        hit = self.distinct[slot] == keys
        slot, ids = slot[hit], ids[hit]
        counts = self.starts[slot + 1] - self.starts[slot]
        return np.repeat(ids, counts), self.ids[ranges(self.starts[slot], counts)]


def ranges(starts: Ints, lengths: Ints) -> Ints:
    """The numbers starts[i] … starts[i] + lengths[i] - 1, one range after another."""
    before = np.cumsum(lengths) - lengths
    out: Ints = np.arange(int(lengths.sum()), dtype=np.int64) + np.repeat(starts - before, lengths)
    return out


def sums(group: Ints, values: npt.NDArray[np.generic], count: int) -> npt.NDArray[np.float64]:
    """The sum of the values of each group 0 … count - 1."""
    return np.bincount(group, weights=values, minlength=count).astype(np.float64, copy=False)


def distinct_pairs(left: Ints, right: Ints, size: int) -> tuple[Ints, Ints]:
    """The pairs without repeats, ordered; `size` is more than any of `right`."""
    both = distinct(left * np.int64(size) + right)
    return both // size, both % size


def distinct(values: Ints) -> Ints:
    """The values without repeats, in order; faster than numpy.unique, which hashes first."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
