"""Typing errors in the words of legal forms and terms: «Stoxk» is stock, unless the list knows a Stoxk."""

from __future__ import annotations

import bisect
import functools

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.names.fold import fold
from screening.names.keys import KeyTable, deletion_hashes, distinct_pairs, letters
from screening.names.lexicon import CUT, common_words, latin_of, phrases, table_words

LEAST_LETTERS = 5
TWO_ERRORS_FROM = 9
"""Words of at least so many letters may have one error, or two."""

LEAST_GLUED = 8
"""Shorter words are not taken apart."""

LEAST_BEGINNING = 4
"""A word cut off after fewer letters is not completed."""


@functools.cache
def lexicon() -> tuple[frozenset[str], list[str]]:
    """The folded words of the tables, and those of letters in order."""
    words = {w for words in phrases() for w in words} | common_words()
    return frozenset(words), sorted(w for w in words if w.isascii() and w.isalpha() and len(w) > 1)


@functools.cache
def _entries() -> tuple[list[str], list[str], KeyTable]:
    """Unfolded and folded words of the tables, and the keys of the former."""
    rows = [(latin, token) for latin, token in table_words().items() if len(latin) >= LEAST_LETTERS - 1]
    latin = [r[0] for r in rows]
    at, keys = deletion_hashes(letters(latin), 5)
    return latin, [r[1] for r in rows], KeyTable.of(keys, at)


def mend(words: list[tuple[str, str, str | None]], known: dict[str, int]) -> dict[int, str]:
    """Place in `words` → word of the tables that is meant, for words that neither the tables nor the list have.

    words: folded, unfolded, another reading. `known`: words of the list. A word whose other reading is in the tables is
    read so, else one of the tables within the allowed number of typing errors is taken.
    """
    table = lexicon()[0]
    strange = {n: w for n, w in enumerate(words) if len(w[0]) > 2 and w[0] not in known and w[0] not in table}
    mended = _corrected({n: latin for n, (_, latin, _) in strange.items()})
    mended.update({n: other for n, (_, _, other) in strange.items() if other in table and other is not None})
    return mended


def apart(word: str, read: list[str], known: dict[str, int]) -> list[str]:
    """The readings of a word, or of the two that it is made of when a legal form was glued to its end (MEDIAOOO).

    Only for words that neither the list nor the tables have, and if the rest is one of those.
    """
    if len(word) < LEAST_GLUED or len(read) != 1 or read[0] in known or read[0] in lexicon()[0]:
        return read
    latin = latin_of(word) or ""
    for at in range(3, len(latin) - 2):
        if latin[at:] in LEGAL_ENDINGS:
            rest = fold(latin[:at])
            if rest in known or rest in lexicon()[0]:
                return [rest, fold(latin[at:])]
    return read


LEGAL_ENDINGS = frozenset(
    {"ooo", "llc", "llp", "ltd", "inc", "too", "oao", "zao", "pao", "jsc", "fze", "gmbh", "limited", "company", "corp"}
)


def completed(word: str, known: dict[str, int]) -> str:
    """The shortest word of the tables that a cut word begins; or the word itself, marked as maybe cut off."""
    table, ordered = lexicon()
    if not (word.isascii() and word.isalpha()):
        return word
    if len(word) >= LEAST_BEGINNING and word not in known and word not in table:
        first = bisect.bisect_left(ordered, word)
        fitting = [w for w in ordered[first : first + 20] if w.startswith(word)]
        if fitting:
            return min(fitting, key=len)
    return word + CUT


def _corrected(strange: dict[int, str]) -> dict[int, str]:
    """The closest word of the tables within the allowed number of typing errors."""
    rows = [(n, x) for n, x in strange.items() if len(x) >= LEAST_LETTERS]
    if not rows:
        return {}
    latin, folded, table = _entries()
    at, keys = deletion_hashes(letters([x for _, x in rows]), 5)
    left, right = distinct_pairs(*table.meet(keys, at), len(latin))
    errors = process.cpdist(
        [rows[i][1] for i in left.tolist()], [latin[i] for i in right.tolist()], scorer=OSA.distance, dtype=np.int32
    )
    best: dict[int, tuple[int, str]] = {}
    for i, j, e in zip(left.tolist(), right.tolist(), errors.tolist(), strict=True):
        place, word = rows[i]
        if e <= (2 if len(word) >= TWO_ERRORS_FROM else 1):
            best[place] = min(best.get(place, (9, "")), (e, folded[j]))
    return {place: entry for place, (_, entry) in best.items()}
