"""Features of pairs of names, many at a time: which words stand for which, and what is left over on either side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screening.names.declared import Declared
from screening.names.keys import Ints, ranges, sums
from screening.names.listed import Listed
from screening.names.prepare import NO_HEAD
from screening.names.weights import INITIAL_KIND, LONG_NUMBER, NUMBER, PLACE, POPULAR, WORD, Floats

Flags = npt.NDArray[np.bool_]

OTHER_SEGMENT_SHARE = 0.25
"""What unmatched words count that a separator (c/o, brackets, semicolon) sets apart from all matched ones."""

INITIAL_CREDIT = 0.85
"""Share of an unmatched word's weight that is forgiven when the other name has its initial."""
LISTED_INITIAL_CREDIT = 0.4
"""The same for a declared word and a listed initial: whoever writes a list knows the full names."""

WHOLE = 0.05
"""A name is whole when no more than this is missing, inexact or extra."""

ANCHOR = 0.25
"""A matched declared word of more weight than this shows that its part of the name is the party's name."""
STRONG = 0.4
"""A matched word of more weight than this is one of the rare words of a match."""


@dataclass(frozen=True)
class Alignment:
    """Words that stand for each other: index of the pair, word of the form, declared token, similarity."""

    pair: Ints
    word: Ints
    token: Ints
    similarity: Floats


def align(declared: Declared, listed: Listed, rows: Ints, forms: Ints) -> Alignment:
    """The alignment of pairs of names and forms. One word stands for one word, the best first; a join for several."""
    pair, words = listed.words_of(forms)
    key = rows[pair] * np.int64(max(len(listed.weights), 1)) + listed.word_token[words]
    first = np.searchsorted(declared.entry_key, key, side="left")
    lengths = np.searchsorted(declared.entry_key, key, side="right") - first
    place = np.repeat(np.arange(len(pair), dtype=np.int64), lengths)
    entry = ranges(first, lengths)
    similarity, token = declared.entry_similarity[entry], declared.entry_at[entry]
    order = np.argsort(-similarity, kind="stable")
    order = order[_first_of(place[order])]
    order = order[_first_of(pair[place[order]] * np.int64(len(declared.kind)) + token[order])]
    place = place[order]
    lone = Alignment(pair[place], words[place], token[order], similarity[order])
    apart = _joined(declared, listed, rows, forms)
    parts = zip(_columns(lone), _columns(apart), strict=True)
    return Alignment(*(np.concatenate(p) for p in parts))


def _columns(a: Alignment) -> tuple[Ints, Ints, Ints, Floats]:
    return a.pair, a.word, a.token, a.similarity


def _first_of(keys: Ints) -> Ints:
    """Indices of the first element with each key, in their order."""
    return np.sort(np.unique(keys, return_index=True)[1])


def _joined(declared: Declared, listed: Listed, rows: Ints, forms: Ints) -> Alignment:
    """Every listed word that a join covers with every declared one."""
    j = declared.joined
    size = np.int64(max(listed.form_count, 1))
    key = j.row * size + j.form
    order = np.argsort(key, kind="stable")
    wanted = rows * size + forms
    first = np.searchsorted(key[order], wanted, side="left")
    lengths = np.searchsorted(key[order], wanted, side="right") - first
    pair = np.repeat(np.arange(len(rows), dtype=np.int64), lengths)
    at = order[ranges(first, lengths)]
    cells = j.listed_span[at] * j.span[at]
    one = np.repeat(np.arange(len(at), dtype=np.int64), cells)
    cell = ranges(np.zeros(len(at), dtype=np.int64), cells)
    span = j.span[at][one]
    return Alignment(
        pair[one],
        j.listed_start[at][one] + cell // np.maximum(span, 1),
        j.start[at][one] + cell % np.maximum(span, 1),
        j.similarity[at][one],
    )


def _highest(group: Ints, item: Ints, size: int, similarity: Floats) -> tuple[Ints, Ints, Floats]:
    """(group, item, highest similarity) of the distinct pairs."""
    key = group * np.int64(max(size, 1)) + item
    order = np.lexsort((-similarity, key))
    key = key[order]
    first = np.append(True, key[1:] != key[:-1]) if len(key) else np.zeros(0, dtype=bool)
    chosen = order[first]
    return group[chosen], item[chosen], similarity[chosen]


def pair_features(declared: Declared, listed: Listed, rows: Ints, forms: Ints) -> dict[str, Floats]:
    """The features of `score.FEATURES` that depend on the words alone, one value per pair."""
    count = len(rows)
    found = align(declared, listed, rows, forms)
    pair, word, similarity = _highest(found.pair, found.word, len(listed.word_token), found.similarity)
    weight, kind = listed.word_weight[word], listed.word_kind[word]
    strong = ((kind == WORD) | (kind == POPULAR) | (kind == NUMBER)) & (weight > STRONG)
    matched = sums(pair, weight, count)
    held = sums(pair, weight * similarity, count)
    distinctive = sums(pair, listed.word_distinctive[word] * similarity, count)
    strong_words = sums(pair, strong, count)
    numbers = sums(pair, kind == NUMBER, count)
    total = listed.total[forms]
    of_pair, token = declared.words_of(rows)
    met_pair, met, _ = _highest(found.pair, found.token, len(declared.kind), found.similarity)
    is_matched = _is_member(of_pair, token, met_pair, met, len(declared.kind))
    extra, covered, added, near = _left_over(declared, of_pair, token, is_matched, rows, listed.initial_heads[forms])
    credit, lost = _initials(declared, listed, (rows, forms), (pair, word), (of_pair, token, is_matched | ~near))
    missing = np.maximum(total - matched - credit, 0)
    of_form, words = listed.words_of(forms)
    open_patronymic = listed.word_patronymic[words] & ~_is_member(of_form, words, pair, word, len(listed.word_token))
    listed_patronymic = np.minimum(sums(of_form, open_patronymic, count), 1.0)
    declared_patronymic = np.minimum(sums(of_pair, declared.patronymic[token] & ~is_matched, count), 1.0)
    inexact = np.maximum(matched - held, 0) / total
    lacking = listed.numbers[forms] - numbers
    return {
        "listed_missing": missing / total,
        "listed_inexact": inexact,
        "lone_inexact": np.where(strong_words <= 1, inexact, 0.0),
        "declared_extra": extra / np.maximum(extra + covered, 1e-9),
        "extra_weight": np.minimum(extra, 3.0),
        "conflict": np.minimum(np.minimum(missing, extra), 2.0),
        "distinctive": distinctive,
        "strong_words": np.minimum(strong_words, 3.0),
        "number_conflict": np.select([(lacking > 0) & (added > 0), (lacking > 0) | (added > 0)], [1.0, 0.4], 0.0),
        "patronymic_conflict": np.minimum(listed_patronymic, declared_patronymic),
        "whole_name": ((missing / total < WHOLE) & (extra < WHOLE) & (inexact < WHOLE)).astype(np.float64),
        "initials_lost": np.minimum(lost, 2.0),
    }


def _is_member(pair: Ints, token: Ints, met_pair: Ints, met: Ints, size: int) -> Flags:
    """Which (pair, token) are among the (ordered) matched ones."""
    wanted, have = pair * np.int64(max(size, 1)) + token, met_pair * np.int64(max(size, 1)) + met
    if not len(have):
        return np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(have, wanted), len(have) - 1)
    return np.asarray(have[at] == wanted)


def _left_over(
    declared: Declared, pair: Ints, token: Ints, is_matched: Flags, rows: Ints, initial_heads: Ints
) -> tuple[Floats, Floats, Floats, Flags]:
    """Of each pair: light weight of unmatched declared words, weight of matched ones, unmatched short numbers; and of
    each (pair, token) whether it stands near the matched words.

    Unmatched words count little in a part of the name that a strong separator (c/o, brackets …) sets apart from all
    matched words, or a comma where the part holds a place or a number, like an address.
    """
    count = len(rows)
    light, kind = declared.light[token], declared.kind[token]
    chapter = np.minimum(declared.prepared.chapter[token], 62)
    segment = np.minimum(declared.prepared.segment[token], 62)
    share = np.ones(len(token))
    split = np.zeros(count, dtype=bool)
    split[pair[segment > 0]] = True
    if split.any():
        here = split[pair]
        anchor = here & is_matched & (declared.weight[token] > ANCHOR)
        like_address = here & ((kind == PLACE) | (kind == NUMBER))
        chapters = _bits(pair[anchor], chapter[anchor], count)
        segments = _bits(pair[anchor], segment[anchor], count)
        addresses = _bits(pair[like_address], segment[like_address], count)
        in_chapter = (chapters[pair] >> chapter & 1) > 0
        in_segment = (segments[pair] >> segment & 1) > 0
        address = (addresses[pair] >> segment & 1) > 0
        share[here & ~in_segment & (~in_chapter | address)] = OTHER_SEGMENT_SHARE
    has_initial = (initial_heads[pair] >> declared.prepared.head[token] & 1 > 0) & (kind != INITIAL_KIND)
    forgiven = np.where(has_initial, 1 - LISTED_INITIAL_CREDIT, 1.0)
    open_light = np.where(is_matched, 0.0, light * share * forgiven)
    short = np.array([len(t) < LONG_NUMBER for t in declared.prepared.tokens], dtype=bool)
    number = (kind == NUMBER) & ~is_matched & short[declared.prepared.token[token]] & (share == 1)
    return (
        sums(pair, open_light, count),
        sums(pair, declared.weight[token] * is_matched, count),
        sums(pair, number, count),
        share == 1,
    )


def _bits(group: Ints, bit: Ints, count: int) -> Ints:
    out = np.zeros(count, dtype=np.int64)
    np.bitwise_or.at(out, group, np.int64(1) << bit)
    return out


def _initials(
    declared: Declared,
    listed: Listed,
    pairs: tuple[Ints, Ints],
    matched: tuple[Ints, Ints],
    tokens: tuple[Ints, Ints, Flags],
) -> tuple[Floats, Floats]:
    """Of each pair: listed weight forgiven for declared initials, and declared initials that fit no listed word."""
    rows, forms = pairs
    of_pair, token, is_matched = tokens
    count = len(rows)
    credit, lost = np.zeros(count), np.zeros(count)
    initial = declared.kind[token] == INITIAL_KIND
    some = np.unique(of_pair[initial])
    if not len(some):
        return credit, lost
    head = declared.prepared.head
    every = _bits(of_pair[initial], head[token[initial]], count)
    unused = initial & ~is_matched
    open_initials = _bits(of_pair[unused], head[token[unused]], count)
    place, words = listed.words_of(forms[some])
    pair = some[place]
    open_word = ~_is_member(pair, words, *matched, len(listed.word_token))
    open_word &= (listed.word_kind[words] != INITIAL_KIND) & (listed.word_head[words] < NO_HEAD)
    fits = open_word & (every[pair] >> listed.word_head[words] & 1 > 0)
    credit = sums(pair[fits], listed.word_weight[words[fits]] * INITIAL_CREDIT, count)
    fitting = _bits(pair[fits], listed.word_head[words[fits]], count)
    left = open_initials & ~fitting & ((1 << NO_HEAD) - 1)
    for bit in range(NO_HEAD):
        lost += left >> bit & 1
    return credit, lost
