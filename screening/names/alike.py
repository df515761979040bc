"""Which listed words a declared word may stand for, and how surely.

A declared word meets listed words through keys (equal consonants, one letter left out on either side, folded and
unfolded), tables (spellings of a given name) and beginnings (a word whose end is cut off); what meets is compared.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screening.names.fold import stem
from screening.names.keys import (
    Hashes,
    Ints,
    KeyTable,
    consonant_hashes,
    deletion_hashes,
    distinct_pairs,
    letters,
    skeleton_hashes,
    word_hashes,
)
from screening.names.lexicon import ARABIC, CUT, given_names, term_spellings
from screening.names.similarity import (
    LEAST_CONSONANTS,
    MIN_LENGTH,
    meet,
    nearly_equal,
    shapes,
    spelling_similarity,
    word_similarity,
)
from screening.names.weights import POPULAR, WORD, Codes

Floats = npt.NDArray[np.float64]

SAME_GIVEN_NAME = 0.97
"""Similarity of two spellings of one given name."""
CUT_SIMILARITY = 0.9
"""Similarity of a word whose end is cut off to a word that it begins."""
MOST_COMPLETIONS = 200
"""A cut word that begins more listed words than this says nothing."""

_WHOLE, _SKELETON, _FROM_ARABIC, _TO_ARABIC, _SPELLED, _STEM = 1, 2, 3, 4, 5, 1


@dataclass(frozen=True)
class Words:
    """Folded words, their kinds, and the unfolded words (`latin`) that occur under them (`latin_of`: index of word)."""

    tokens: list[str]
    kinds: Codes
    latin: list[str]
    latin_of: Ints


@dataclass(frozen=True)
class ListedWords:
    """The vocabulary of a list with the keys by which declared words find it."""

    words: Words
    shapes: Codes
    number: dict[str, int]
    folded_keys: KeyTable
    spelled_keys: KeyTable
    given: dict[str, list[int]]
    beginnings: tuple[list[str], list[int]]

    @classmethod
    def of(cls, words: Words) -> ListedWords:
        """Keys and tables of a vocabulary."""
        number = {t: n for n, t in enumerate(words.tokens)}
        given: dict[str, list[int]] = {}
        for spelling, name in given_names().items():
            if spelling in number:
                given.setdefault(name, []).append(number[spelling])
        plain = [(t, n) for t, n in number.items() if t.isascii() and t.isalpha()]
        terms = [(s, number[t]) for s, t in term_spellings() if t in number]
        starts = sorted({*plain, *terms})
        at, keys = deletion_hashes(letters(words.latin), _SPELLED)
        return cls(
            words,
            shapes(words.tokens),
            number,
            KeyTable.of(*_swap(_folded_keys(words.tokens, range(len(words.tokens)), listed=True))),
            KeyTable.of(keys, at),
            given,
            ([s for s, _ in starts], [n for _, n in starts]),
        )

    def alike(
        self,
        declared: Words,
        readings: list[tuple[int, str]],
        *,
        weighing: ListedWords | None = None,
        every: bool = False,
    ) -> tuple[Ints, Ints, Floats]:
        """(declared word, listed word, similarity 0–1), the best of each pair, ordered by declared word.

        `readings`: (declared word, another spelling that it may stand for). Words of addresses and ordinary words are
        met by equality alone: what is near them is another word. `weighing`: the words by which it is judged whether
        the beginning of a cut word says anything; without it these. `every`: ask the rule that the keys stand for of
        all listed words, instead of the keys.
        """
        size = len(self.words.tokens)
        named = (declared.kinds == WORD) | (declared.kinds == POPULAR)
        rows = np.flatnonzero(named).tolist()
        spelled = [(n, declared.tokens[n]) for n in rows] + readings
        owner = np.array([n for n, _ in spelled], dtype=np.int64)
        strings = [s for _, s in spelled]
        if every:
            left, right = _all_pairs(len(strings), size)
        else:
            at, keys = _folded_keys(strings, range(len(strings)), listed=False)
            left, right = distinct_pairs(*self.folded_keys.meet(keys, at), max(size, 1))
        by_fold = word_similarity(strings, self.words.tokens, (left, right), (shapes(strings), self.shapes))
        if every:
            by_fold = _only(by_fold, left, right, lambda i, j: meet(strings[i], self.words.tokens[j]))
        parts = [
            (owner[left], right, by_fold),
            self._equal(declared.tokens, readings),
            self._mistyped(declared, named, every),
            self._looked_up(declared.tokens, spelled, weighing or self),
        ]
        left, right = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
        return _best(left, right, np.concatenate([p[2] for p in parts]), size)

    def _equal(self, tokens: list[str], readings: list[tuple[int, str]]) -> tuple[Ints, Ints, Floats]:
        found = [(n, self.number[t]) for n, t in enumerate(tokens) if t in self.number]
        found += [(n, self.number[t]) for n, t in readings if t in self.number]
        return _columns(((a, b, 1.0) for a, b in found))

    def _mistyped(self, declared: Words, named: npt.NDArray[np.bool_], every: bool) -> tuple[Ints, Ints, Floats]:
        """Listed words that the unfolded words are typing errors of."""
        use = [i for i in np.flatnonzero(named[declared.latin_of]).tolist() if len(declared.latin[i]) > MIN_LENGTH]
        rows = np.array(use, dtype=np.int64)
        if every:
            left, right = _all_pairs(len(use), len(self.words.latin))
            left = rows[left]
        else:
            at, keys = deletion_hashes(letters([declared.latin[i] for i in use]), _SPELLED)
            left, right = distinct_pairs(*self.spelled_keys.meet(keys, rows[at]), len(self.words.latin) + 1)
        similarity = spelling_similarity(declared.latin, self.words.latin, left, right)
        if every:
            similarity = _only(
                similarity,
                left,
                right,
                lambda i, j: nearly_equal(declared.latin[i], self.words.latin[j], MIN_LENGTH + 1),
            )
        return declared.latin_of[left], self.words.latin_of[right], similarity

    def _looked_up(
        self, tokens: list[str], spelled: list[tuple[int, str]], weighing: ListedWords
    ) -> tuple[Ints, Ints, Floats]:
        """Spellings of given names, and completions of words whose end may be cut off."""
        names = given_names()
        found = [(n, m, SAME_GIVEN_NAME) for n, s in spelled if s in names for m in self.given.get(names[s], ())]
        for n, token in enumerate(tokens):
            if token.endswith(CUT):
                beginning = token.removesuffix(CUT)
                if len(weighing.begun_by(beginning)) <= MOST_COMPLETIONS:
                    found += [(n, m, CUT_SIMILARITY) for m in self.begun_by(beginning)]
        return _columns(found)

    def begun_by(self, beginning: str) -> list[int]:
        """Words with a spelling that begins so."""
        starts, ids = self.beginnings
        first = bisect.bisect_left(starts, beginning)
        return ids[first : bisect.bisect_left(starts, beginning + "\uffff")]


def _only(similarity: Floats, left: Ints, right: Ints, rule: Callable[[int, int], bool]) -> Floats:
    """Similarities with those set to 0 that a rule refuses; it is asked for what is not 0 already."""
    some = np.flatnonzero(similarity)
    refused = [not rule(i, j) for i, j in zip(left[some].tolist(), right[some].tolist(), strict=True)]
    out = similarity.copy()
    out[some[np.array(refused, dtype=bool)]] = 0.0
    return out


def _all_pairs(left: int, right: int) -> tuple[Ints, Ints]:
    return np.repeat(np.arange(left, dtype=np.int64), right), np.tile(np.arange(right, dtype=np.int64), left)


def _columns(rows: Iterable[tuple[int, int, float]]) -> tuple[Ints, Ints, Floats]:
    table = list(rows)
    return (
        np.array([r[0] for r in table], dtype=np.int64),
        np.array([r[1] for r in table], dtype=np.int64),
        np.array([r[2] for r in table], dtype=np.float64),
    )


def _swap(pair: tuple[Ints, Hashes]) -> tuple[Hashes, Ints]:
    return pair[1], pair[0]


def _best(left: Ints, right: Ints, similarity: Floats, size: int) -> tuple[Ints, Ints, Floats]:
    """The most similar of each pair."""
    keep = similarity > 0
    left, right, similarity = left[keep], right[keep], similarity[keep]
    key = left * np.int64(max(size, 1)) + right
    order = np.lexsort((-similarity, key))
    key = key[order]
    first = np.append(True, key[1:] != key[:-1]) if len(key) else np.zeros(0, dtype=bool)
    chosen = order[first]
    return left[chosen], right[chosen], similarity[chosen]


def _folded_keys(words: list[str], ids: range, *, listed: bool) -> tuple[Ints, Hashes]:
    """(id, key) of folded words. Arabic and other words meet by consonants alone, from either side."""
    plain = [i for i in ids if words[i].isascii() and words[i].isalpha()]
    arabic = [i for i in ids if words[i].startswith(ARABIC)]
    from_arabic, to_arabic = (_TO_ARABIC, _FROM_ARABIC) if listed else (_FROM_ARABIC, _TO_ARABIC)
    matrix = letters([words[i] for i in plain])
    plain_at = np.array(plain, dtype=np.int64)
    long_enough = np.array([len(words[i]) >= MIN_LENGTH for i in plain], dtype=bool)
    longer, longer_at = matrix[long_enough], plain_at[long_enough]
    at, keys = deletion_hashes(longer, _WHOLE)
    bones, bone_length = skeleton_hashes(longer, _SKELETON)
    consonants, length = consonant_hashes(matrix, to_arabic)
    stems = [(i, s) for i in longer_at.tolist() if "sk" in words[i] and (s := stem(words[i])) != words[i]]
    other = letters([words[i][1:] for i in arabic])
    arabic_keys, arabic_length = consonant_hashes(other, from_arabic)
    arabic_at = np.array(arabic, dtype=np.int64)
    parts = [
        (longer_at[at], keys),
        (longer_at[bone_length >= LEAST_CONSONANTS], bones[bone_length >= LEAST_CONSONANTS]),
        (plain_at[length >= 2], consonants[length >= 2]),
        (np.array([i for i, _ in stems], dtype=np.int64), word_hashes(letters([s for _, s in stems]), _STEM)),
        (arabic_at[arabic_length >= 2], arabic_keys[arabic_length >= 2]),
    ]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
