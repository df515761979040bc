"""Which listed names are worth comparing with which declared ones.

Two bounds, both taken from the score itself, so that a pair they drop cannot reach the threshold:

1. A hit must find all but MOST_MISSING of the listed name's weight, and LEAST_DISTINCTIVE of its distinctive weight.
   So it must hold one of the name's *leading* words: its heaviest ones that together weigh more than may be missing,
   or its most distinctive ones, whichever occur less often on the list. Only leading words have postings.
2. For each pair that shares a leading word an upper bound of the score is computed from word matches alone, looked up
   in a table addressed by a hash of (declared name, listed word). Where two entries fall together the bound only
   becomes weaker. Pairs whose bound stays below the threshold are dropped before the full comparison.

What may be missed is missed earlier: listed words that `alike.py` does not offer for a misspelt word.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screening.names.compare import INITIAL_CREDIT, LISTED_INITIAL_CREDIT, OTHER_SEGMENT_SHARE
from screening.names.declared import Declared
from screening.names.keys import Ints, distinct, ranges, sums
from screening.names.listed import Listed
from screening.names.score import LEAST_DISTINCTIVE, MOST_MISSING, score_bound
from screening.names.weights import INITIAL_KIND, POPULAR, WORD, Floats

Flags = npt.NDArray[np.bool_]

SLOTS_PER_ENTRY = 64
LEAST_BITS, MOST_BITS = 10, 24


def candidates(declared: Declared, listed: Listed, least: float) -> tuple[Ints, Ints]:
    """(declared name, form) of the pairs that may reach the log-odds `least`."""
    size, count = np.int64(max(len(listed.weights), 1)), np.int64(max(listed.form_count, 1))
    names = _Names.of(declared, listed)
    key = declared.entry_key
    at = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, dtype=np.int64)
    row, token = key[at] // size, key[at] % size
    similarity = np.maximum.reduceat(declared.entry_similarity, at) if len(at) else np.zeros(0)
    weight = np.maximum.reduceat(declared.weight[declared.entry_at], at) if len(at) else np.zeros(0)
    asked = np.flatnonzero(names.bound(row, np.zeros(len(row)), names.distinctive[row]) >= least)
    # What initials stand for may be missing, so with initials every word of a name leads.
    initials = names.missing_factor[row[asked]] < 1
    led = asked[~initials]
    lengths = listed.leading_starts[token[led] + 1] - listed.leading_starts[token[led]]
    forms = listed.leading_forms[ranges(listed.leading_starts[token[led]], lengths)]
    rows = np.repeat(row[led], lengths)
    any_word = asked[initials]
    lengths = listed.place_starts[token[any_word] + 1] - listed.place_starts[token[any_word]]
    places = listed.places[ranges(listed.place_starts[token[any_word]], lengths)]
    places_rows = np.repeat(row[any_word], lengths)
    carrying = (listed.word_kind[places] == WORD) | (listed.word_kind[places] == POPULAR)
    forms = np.concatenate([forms, listed.word_form[places[carrying]]])
    rows = np.concatenate([rows, places_rows[carrying]])
    missing = np.clip(1 - names.reach[rows] / listed.total[forms], 0, 1) * names.missing_factor[rows]
    may = (names.bound(rows, missing, names.distinctive[rows]) >= least) & (missing <= MOST_MISSING + 1e-9)
    by_join = declared.joined.row * count + declared.joined.form
    pairs = distinct(np.concatenate([rows[may] * count + forms[may], by_join]))
    rows, forms = pairs // count, pairs % count
    fits = ~listed.is_cut[forms] | declared.prepared.is_cut[rows]
    rows, forms = rows[fits], forms[fits]
    table = _Table.of(row, token, similarity, weight)
    _add_joins(table, declared, listed)
    keep = _bounded(rows, forms, names, listed, table, least)
    return rows[keep], forms[keep]


@dataclass(frozen=True)
class _Names:
    """Bounds per declared name, whatever the listed name.

    `reach`, `distinctive`: the most listed weight, and distinctive weight, that its words may find. `light`: what its
    words count when unmatched; `idle` of it belongs to words that nothing on the list is like; `covered`: the weight
    of the others. `missing_factor`: less than 1 with initials. `extra_factor`: less than 1 where parts are set apart.
    """

    reach: Floats
    distinctive: Floats
    light: Floats
    idle: Floats
    covered: Floats
    missing_factor: Floats
    extra_factor: Floats

    @classmethod
    def of(cls, declared: Declared, listed: Listed) -> _Names:
        row, count = declared.prepared.row, declared.count
        token = declared.entry_key % max(len(listed.weights), 1)
        most, carried = np.zeros(len(row)), np.zeros(len(row))
        np.maximum.at(most, declared.entry_at, listed.weights[token])
        np.maximum.at(carried, declared.entry_at, listed.distinctive[token])
        is_split = sums(row, declared.prepared.segment, count) > 0
        has_initials = sums(row, declared.kind == INITIAL_KIND, count) > 0
        reach, distinctive = sums(row, most, count), sums(row, carried, count)
        extra_factor = np.where(is_split, OTHER_SEGMENT_SHARE, 1.0)
        joined = declared.joined.row  # joins find more than their words do
        reach[joined], distinctive[joined], extra_factor[joined] = np.inf, np.inf, 0.0
        return cls(
            reach=reach,
            distinctive=distinctive,
            light=sums(row, declared.light, count),
            idle=sums(row, np.where(most > 0, 0.0, declared.light), count),
            covered=sums(row, np.where(most > 0, declared.weight, 0.0), count),
            missing_factor=np.where(has_initials, 1 - INITIAL_CREDIT, 1.0),
            extra_factor=extra_factor,
        )

    def bound(self, rows: Ints, missing: Floats, distinctive: Floats) -> Floats:
        """The highest log-odds of the names with any form that leaves `missing`, before words are looked up.

        A listed initial may forgive a part of what is extra.
        """
        extra = self.idle[rows] * self.extra_factor[rows] * (1 - LISTED_INITIAL_CREDIT)
        share = extra / np.maximum(extra + self.covered[rows], 1e-9)
        return score_bound(missing, np.zeros(len(rows)), share, distinctive)


class _Table:
    """For a hash of (name, listed word): at least the highest similarity and declared weight, in 255ths."""

    def __init__(self, bits: int) -> None:
        self.mask = np.int64((1 << bits) - 1)
        self.similar = np.zeros(1 << bits, dtype=np.uint8)
        self.heavy = np.zeros(1 << bits, dtype=np.uint8)

    @classmethod
    def of(cls, row: Ints, token: Ints, similarity: Floats, weight: Floats) -> _Table:
        wanted = max(len(row), 1) * SLOTS_PER_ENTRY
        table = cls(int(np.clip(wanted.bit_length(), LEAST_BITS, MOST_BITS)))
        table.add(row, token, similarity, weight)
        return table

    def add(self, row: Ints, token: Ints, similarity: Floats, weight: Floats) -> None:
        slot = self.slot(row, token)
        np.maximum.at(self.similar, slot, np.ceil(similarity * 255).astype(np.uint8))
        np.maximum.at(self.heavy, slot, np.ceil(np.minimum(weight, 1.0) * 255).astype(np.uint8))

    def slot(self, row: Ints, token: Ints) -> Ints:
        return ((row * 2_654_435_761 + token) * 0x9E3779B1 >> 8) & self.mask


def _add_joins(table: _Table, declared: Declared, listed: Listed) -> None:
    """Enter the listed words that joins cover."""
    j = declared.joined
    row, start, span = j.row, j.listed_start, j.listed_span
    one = np.repeat(np.arange(len(row), dtype=np.int64), span)
    words = ranges(start, span)
    full = np.ones(len(one))
    table.add(row[one], listed.word_token[words], full, full)


def _bounded(rows: Ints, forms: Ints, names: _Names, listed: Listed, table: _Table, least: float) -> Flags:
    """Which pairs may reach `least`, by an upper bound of their score."""
    count = len(rows)
    pair, words = listed.words_of(forms)
    found = table.slot(rows[pair], listed.word_token[words])
    similarity = table.similar[found] * (1 / 255)
    weight = listed.word_weight[words]
    matched = sums(pair, weight * (similarity > 0), count)
    held = sums(pair, weight * similarity, count)
    distinctive = sums(pair, listed.word_distinctive[words] * similarity, count)
    covered = sums(pair, table.heavy[found] * (1 / 255), count)
    total = listed.total[forms]
    missing = np.clip(1 - matched / total, 0, 1) * names.missing_factor[rows]
    extra = np.maximum(names.light[rows] * names.extra_factor[rows] - covered, 0)
    extra = extra * np.where(listed.initial_heads[forms] > 0, 1 - LISTED_INITIAL_CREDIT, 1.0)
    inexact = np.maximum(matched - held, 0) / total
    bound = score_bound(missing, inexact, extra / np.maximum(extra + covered, 1e-9), distinctive)
    return (bound >= least) & (missing <= MOST_MISSING + 1e-9) & (distinctive >= LEAST_DISTINCTIVE - 1e-9)
