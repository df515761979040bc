"""The declared side of a comparison as arrays: the words of names, what they weigh, what they may stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screening.names.alike import Words
from screening.names.fold import is_patronymic
from screening.names.joining import JOIN_SIMILARITY, LEAST_LETTERS, MOST_JOINED, joins, parts
from screening.names.keys import Ints, ranges
from screening.names.lexicon import INITIAL
from screening.names.listed import Listed
from screening.names.prepare import Prepared, prepare
from screening.names.similarity import spelling_similarity
from screening.names.weights import Codes, Floats, kind_codes, light_weights, token_weights

Flags = npt.NDArray[np.bool_]

SURE = 0.8
"""A declared word this similar to a listed one weighs what that weighs."""


@dataclass(frozen=True)
class JoinMatches:
    """Words written apart on one side: name, form, first word and number of words on either side, similarity."""

    row: Ints
    form: Ints
    listed_start: Ints
    listed_span: Ints
    start: Ints
    span: Ints
    similarity: Floats


@dataclass(frozen=True)
class Declared:
    """Declared names ready for comparison with one list.

    `prepared`: their tokens. `starts[row]`: first token of a name. Per token: `kind`, `weight`, `light` (what it
    counts when unmatched), `patronymic`. Entries say which listed word each token may stand for, ordered by `entry_key`
    (name and listed word): `entry_at` (token), `entry_similarity`.
    """

    count: int
    prepared: Prepared
    starts: Ints
    kind: Codes
    weight: Floats
    light: Floats
    patronymic: Flags
    entry_key: Ints
    entry_at: Ints
    entry_similarity: Floats
    joined: JoinMatches

    def words_of(self, rows: Ints) -> tuple[Ints, Ints]:
        """(which of `rows`, token) for all tokens of the names."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        return np.repeat(np.arange(len(rows), dtype=np.int64), lengths), ranges(self.starts[rows], lengths)


def read_names(names: list[str], weighing: Listed) -> Prepared:
    """The words of declared names, read by the words of a list."""
    return prepare(names, weighing.words.number)


def declare(
    prepared: Prepared,
    listed: Listed,
    weighing: Listed | None = None,
    *,
    every: bool = False,
    unweighed: bool = False,
) -> Declared:
    """Names made ready for comparison with `listed`; words are weighed as on `weighing`, if given.

    `prepared`: the names, read by the words of `weighing`, or of `listed` without it (see `read_names`).
    `every`: see `ListedWords.alike`. `unweighed`: declared words weigh nothing, so that what a listed name lacks never
    counts; enough to tell which names may be hits, and quicker.
    """
    source = weighing or listed
    words, readings = _words(prepared)
    left, right, similarity = listed.words.alike(words, readings, weighing=source.words, every=every)
    if unweighed:
        weight = light = np.zeros(len(words.tokens))
        patronymic = np.zeros(len(words.tokens), dtype=bool)
    else:
        known = (left, right, similarity) if weighing is None else source.words.alike(words, readings)
        weight = _weights(words, source, known)
        light = light_weights(words.tokens, words.kinds, weight)
        patronymic = np.array([is_patronymic(t) for t in words.tokens], dtype=bool)
    alike_starts = np.searchsorted(left, np.arange(len(words.tokens) + 1))
    counts = (alike_starts[1:] - alike_starts[:-1])[prepared.word]
    at = np.repeat(np.arange(len(prepared.word), dtype=np.int64), counts)
    alike = ranges(alike_starts[:-1][prepared.word], counts)
    key = prepared.row[at] * np.int64(max(len(listed.weights), 1)) + right[alike]
    order = np.argsort(key, kind="stable")
    return Declared(
        count=len(prepared.is_cut),
        prepared=prepared,
        starts=np.searchsorted(prepared.row, np.arange(len(prepared.is_cut) + 1)),
        kind=words.kinds[prepared.word],
        weight=weight[prepared.word],
        light=light[prepared.word],
        patronymic=patronymic[prepared.word],
        entry_key=key[order],
        entry_at=at[order],
        entry_similarity=similarity[alike][order],
        joined=_joined(prepared, words, readings, listed),
    )


def _words(prepared: Prepared) -> tuple[Words, list[tuple[int, str]]]:
    """The distinct words of the names, and (word, another spelling that it may stand for)."""
    tokens = [prepared.tokens[t] for t, _, _ in prepared.words]
    spelled = [(n, prepared.latins[x]) for n, (_, x, _) in enumerate(prepared.words) if x >= 0]
    of = np.array([n for n, _ in spelled], dtype=np.int64)
    words = Words(tokens, kind_codes(tokens), [x for _, x in spelled], of)
    readings = [(n, o) for n, (_, _, others) in enumerate(prepared.words) for o in others if o != tokens[n]]
    return words, readings


def _weights(words: Words, source: Listed, alike: tuple[Ints, Ints, Floats]) -> Floats:
    """Weight of each declared word; a misspelt word weighs what the listed word most like it weighs."""
    left, right, similarity = alike
    own = token_weights(words.tokens, words.kinds, np.zeros(len(words.tokens)), 1000)
    sure = similarity >= SURE
    left, right, similarity = left[sure], right[sure], similarity[sure]
    order = np.lexsort((right, -similarity, left))
    left, right = left[order], right[order]
    first = np.append(True, left[1:] != left[:-1]) if len(left) else np.zeros(0, dtype=bool)
    weight = own.copy()
    weight[left[first]] = np.minimum(own[left[first]], source.weights[right[first]])
    return weight


def _joined(prepared: Prepared, words: Words, readings: list[tuple[int, str]], listed: Listed) -> JoinMatches:
    """Joins of declared words that are listed words, and declared words that are joins of listed words."""
    surfaces = prepared.surfaces
    made = joins(parts(surfaces), prepared.surface, prepared.row, MOST_JOINED)
    ids = np.arange(len(made.start), dtype=np.int64)
    join, token = listed.joinable.meet(made.value, ids)
    strings = {
        int(j): "".join(surfaces[s] for s in prepared.surface[made.start[j] : made.start[j] + made.span[j]]).replace(
            INITIAL, ""
        )
        for j in np.unique(join).tolist()
    }
    left = [strings[j] for j in join.tolist()]
    right = [listed.words.words.tokens[t] for t in token.tolist()]
    alike = _spells_alike(left, right)
    keep = alike >= JOIN_SIMILARITY
    join, token, alike = join[keep], token[keep], alike[keep]
    lengths = listed.place_starts[token + 1] - listed.place_starts[token]
    place = listed.places[ranges(listed.place_starts[token], lengths)]
    one = np.repeat(np.arange(len(join), dtype=np.int64), lengths)
    apart = JoinMatches(
        row=prepared.row[made.start[join[one]]],
        form=listed.word_form[place],
        listed_start=place,
        listed_span=np.ones(len(place), dtype=np.int64),
        start=made.start[join[one]],
        span=made.span[join[one]],
        similarity=alike[one],
    )
    return _concatenate(apart, _listed_joins(prepared, words, readings, listed))


def _listed_joins(prepared: Prepared, words: Words, readings: list[tuple[int, str]], listed: Listed) -> JoinMatches:
    """Declared words that are listed words written as one."""
    spelled = [*enumerate(words.tokens), *readings]
    plain = [(n, s) for n, s in spelled if len(s) >= LEAST_LETTERS and s.isascii() and s.isalpha()]
    at, join = listed.join_table.meet(parts([s for _, s in plain]).value, np.arange(len(plain), dtype=np.int64))
    alike = _spells_alike([plain[i][1] for i in at.tolist()], [listed.spelled(j) for j in join.tolist()])
    keep = alike >= JOIN_SIMILARITY
    word = np.array([n for n, _ in plain], dtype=np.int64)[at[keep]]
    join, alike = join[keep], alike[keep]
    order = np.argsort(prepared.word, kind="stable")
    starts = np.searchsorted(prepared.word[order], np.arange(len(words.tokens) + 1))
    lengths = starts[word + 1] - starts[word]
    place = order[ranges(starts[word], lengths)]
    one = np.repeat(np.arange(len(word), dtype=np.int64), lengths)
    return JoinMatches(
        row=prepared.row[place],
        form=listed.word_form[listed.joins.start[join[one]]],
        listed_start=listed.joins.start[join[one]],
        listed_span=listed.joins.span[join[one]],
        start=place,
        span=np.ones(len(place), dtype=np.int64),
        similarity=alike[one],
    )


def _spells_alike(left: list[str], right: list[str]) -> Floats:
    ids = np.arange(len(left), dtype=np.int64)
    return spelling_similarity(left, right, ids, ids)


def _concatenate(one: JoinMatches, other: JoinMatches) -> JoinMatches:
    fields = ("row", "form", "listed_start", "listed_span", "start", "span", "similarity")
    return JoinMatches(*(np.concatenate([getattr(one, f), getattr(other, f)]) for f in fields))
