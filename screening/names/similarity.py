"""How alike two words are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from screening.names.fold import consonants, skeleton, stem
from screening.names.keys import Ints
from screening.names.lexicon import ARABIC

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]

ALIKE = 0.72
"""Words less alike than this share nothing."""

SAME_STEM = 0.9
"""Similarity of words that differ in the ending of a Slavic adjective (Kumertau, Кумертауская)."""

MIN_LENGTH = 4
"""Shorter words must be equal: at three letters every second word is one typing error from another."""

LONGER = 6
"""From this length on a vowel that differs costs half of a consonant; in a shorter word more: Song is not Sang."""
LEAST_CONSONANTS = 3
"""Fewer consonants than this say nothing beyond the words themselves: Kani is not Haqqani."""

SKELETON_SHARES = (1 / 3, 1 / 2)


PLAIN, FROM_ARABIC = 1, 2
"""Shapes of words: letters enough to be compared, and consonants read from Arabic script; 0 must be equal."""


def shapes(words: list[str]) -> Codes:
    """The shape of each folded word."""
    return np.array(
        [
            PLAIN if len(w) >= MIN_LENGTH and w.isascii() and w.isalpha() else FROM_ARABIC * (w[:1] == ARABIC)
            for w in words
        ],
        dtype=np.int8,
    )


def word_similarity(left: list[str], right: list[str], pairs: tuple[Ints, Ints], shape: tuple[Codes, Codes]) -> Floats:
    """Similarity 0–1 of folded words left[i] and right[j] for pairs (i, j): 1 when equal, 0 below ALIKE.

    For words of letters the mean of the OSA similarity (insert, delete, replace, swap of neighbours) of the words and
    of their consonant skeletons. A word in Arabic script is compared by its consonants. Terms, numbers and initials
    must be equal. `shape`: of the left and the right words.
    """
    at, to = pairs
    out = np.zeros(len(at))
    one, other = shape[0][at], shape[1][to]
    arabic = np.flatnonzero((one == FROM_ARABIC) | (other == FROM_ARABIC))
    plain = np.flatnonzero((one == PLAIN) & (other == PLAIN))
    for which, compare in ((arabic, _arabic_similarity), (plain, _letter_similarity)):
        if len(which):
            out[which] = compare([left[i] for i in at[which].tolist()], [right[i] for i in to[which].tolist()])
    return out


def _letter_similarity(left: list[str], right: list[str]) -> Floats:
    shortest = np.minimum(np.array(list(map(len, left))), np.array(list(map(len, right))))
    share = np.where(shortest >= LONGER, SKELETON_SHARES[1], SKELETON_SHARES[0])
    plain = process.cpdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32).astype(np.float64)
    # A skeleton adds its share at most: most pairs need no look at it.
    open_ = np.flatnonzero(plain * (1 - share) + share >= ALIKE)
    a, b = [left[i] for i in open_.tolist()], [right[i] for i in open_.tolist()]
    bones = {w: skeleton(w) for w in {*a, *b}}
    bare = process.cpdist(
        [bones[w] for w in a], [bones[w] for w in b], scorer=OSA.normalized_similarity, dtype=np.float32
    )
    few = np.array(
        [min(len(bones[x]), len(bones[y])) < LEAST_CONSONANTS for x, y in zip(a, b, strict=True)], dtype=bool
    )
    bare = np.where(few, np.minimum(bare, plain[open_]), bare)
    value = np.zeros(len(left))
    value[open_] = plain[open_] * (1 - share[open_]) + bare * share[open_]
    slavic = [i for i, (x, y) in enumerate(zip(left, right, strict=True)) if "sk" in x or "sk" in y]
    for i in slavic:  # few: words with the suffix of an adjective
        if stem(left[i]) == stem(right[i]):
            value[i] = max(value[i], SAME_STEM)
    return np.where(value >= ALIKE, value, 0.0)


def _arabic_similarity(left: list[str], right: list[str]) -> Floats:
    """By the number of consonants that agree: the fewer there are, the less their agreement says.

    Two alone never make a declared Latin word a listed Arabic one.
    """
    bones = {w: consonants(w) for w in {*left, *right}}
    a, b = [bones[w] for w in left], [bones[w] for w in right]
    errors = process.cpdist(a, b, scorer=OSA.distance, dtype=np.int32)
    count = np.array([min(len(x), len(y)) for x, y in zip(a, b, strict=True)])
    from_latin = np.array([y[0] == ARABIC and x[0] != ARABIC for x, y in zip(left, right, strict=True)])
    equal = np.select([count >= 4, count == 3, count == 2], [0.95, 0.88, np.where(from_latin, 0.0, 0.75)], 0.0)
    return np.where(errors == 0, equal, 0.0)


def nearly_equal(one: str, other: str, least: int) -> bool:
    """Whether two words of `least` letters or more are equal once a letter is left out of one of them, or of both."""
    return min(len(one), len(other)) >= least and abs(len(one) - len(other)) <= 1 and Indel.distance(one, other) <= 2


def meet(one: str, other: str) -> bool:
    """Whether two folded words may be alike at all: what the keys of `alike.py` stand for.

    They are nearly equal, or equal but for vowels, or for the ending of a Slavic adjective; a word in Arabic script is
    met by all its consonants. Two replaced letters make another word.
    """
    if ARABIC in (one[0], other[0]):
        return consonants(one) == consonants(other)
    bones = skeleton(one)
    return (
        nearly_equal(one, other, MIN_LENGTH)
        or (len(bones) >= LEAST_CONSONANTS and bones == skeleton(other))
        or stem(one) == stem(other)
    )


def spelling_similarity(left: list[str], right: list[str], at: Ints, to: Ints) -> Floats:
    """Similarity 0–1 of unfolded words by typing errors alone, 0 below ALIKE."""
    value = process.cpdist(
        [left[i] for i in at.tolist()],
        [right[i] for i in to.tolist()],
        scorer=OSA.normalized_similarity,
        dtype=np.float64,
    )
    return np.where(value >= ALIKE, value, 0.0)
