"""Words written as one and words written apart: Совкомфлот and Sovcom Flot.

Neighbouring words of a name are joined by their hashes, without building strings: where words meet, h, i and doubled
letters come and go in folding, so those are left out of the hash. What meets by hash must then also spell alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screening.names.keys import WIDTH, Hashes, Ints, letters, pack
from screening.names.lexicon import INITIAL

MOST_JOINED = 3
"""So many neighbouring words may be written as one, on either side; a whole listed name of up to WHOLE_JOINED too."""
WHOLE_JOINED = 6
LEAST_LETTERS = 5
"""Joins and words of fewer letters are not looked at."""
JOIN_SIMILARITY = 0.85
"""A join and a word must spell as alike as this."""

_BASE = np.uint64(0xD6E8FEB86659FD93)
_POWERS = np.cumprod(
    np.concatenate([[np.uint64(1)], np.full(WIDTH * WHOLE_JOINED, _BASE, dtype=np.uint64)]), dtype=np.uint64
)


@dataclass(frozen=True)
class Parts:
    """Of each word: hash, hash without the first letter, letters, first and last letter, all of the reduced word;
    whether it may be joined, and its letters as written."""

    value: Hashes
    tail: Hashes
    count: Ints
    first: Ints
    last: Ints
    is_plain: npt.NDArray[np.bool_]
    written: Ints


@dataclass(frozen=True)
class Joins:
    """Joins of neighbouring words: index of the first word, number of words, hash."""

    start: Ints
    span: Ints
    value: Hashes


def parts(surfaces: list[str]) -> Parts:
    """What `joins` needs of each word."""
    words = [s.replace(INITIAL, "") for s in surfaces]
    matrix = letters(words)
    kept = (matrix > 0) & (matrix != ord("h")) & (matrix != ord("i"))
    packed, stays = pack(matrix, kept)
    place = np.cumsum(stays, axis=1)
    wide = np.where(stays, packed.astype(np.uint64), np.uint64(0))
    count = stays.sum(axis=1)
    moved = np.where(place > 1, wide * _POWERS[np.maximum(place - 2, 0)], np.uint64(0))
    last = np.where(stays & (place == count[:, None]), packed, 0).max(axis=1) if len(words) else np.zeros(0)
    return Parts(
        value=(wide * _POWERS[np.maximum(place - 1, 0)]).sum(axis=1, dtype=np.uint64),
        tail=moved.sum(axis=1, dtype=np.uint64),
        count=count.astype(np.int64),
        first=packed[:, 0].astype(np.int64),
        last=last.astype(np.int64),
        is_plain=np.array([w.isascii() and w.isalpha() for w in words], dtype=bool),
        written=np.array([len(w) for w in words], dtype=np.int64),
    )


def joins(of: Parts, surface: Ints, owner: Ints, most: int) -> Joins:
    """All joins of 2 to `most` neighbours with one `owner`. surface: index into `of` of each word, in order."""
    value, count, last = of.value[surface], of.count[surface], of.last[surface]
    ok, written = of.is_plain[surface], of.written[surface]
    starts, spans, values = [], [], []
    for span in range(2, most + 1):
        size = len(surface) - span + 1
        if size <= 0:
            break
        following = surface[span - 1 :]
        value, count, last, ok, written = value[:size], count[:size], last[:size], ok[:size], written[:size]
        doubled = last == of.first[following]
        addition = np.where(doubled, of.tail[following], of.value[following])
        value = (value + addition * _POWERS[np.minimum(count, len(_POWERS) - 1)]).astype(np.uint64)
        count = count + of.count[following] - doubled
        last = np.where(of.count[following] > 0, of.last[following], last)
        ok = ok & of.is_plain[following] & (owner[:size] == owner[span - 1 :])
        written = written + of.written[following]
        at = np.flatnonzero(ok & (written >= LEAST_LETTERS))
        starts.append(at)
        spans.append(np.full(len(at), span, dtype=np.int64))
        values.append(value[at])
    if not starts:
        nothing = np.zeros(0, dtype=np.int64)
        return Joins(nothing, nothing, nothing.astype(np.uint64))
    return Joins(np.concatenate(starts), np.concatenate(spans), np.concatenate(values))
