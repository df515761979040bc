"""From names as written to tokens: words read, legal forms set apart, terms brought to one concept.

Every distinct word is read once; the rest is array work on the occurrences of words.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from screening.names.keys import ranges
from screening.names.lexicon import CUT, head_of, latin_of, other_reading, read_word
from screening.names.mend import apart, completed, mend
from screening.names.phrases import find_phrases, phrase_words, targets
from screening.names.split import split

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

CUT_LENGTHS = (33, 36)
"""Fields of older systems end at 35 characters: a name of about that length may have been cut."""

NO_HEAD = 26


@dataclass(frozen=True)
class Prepared:
    """Tokens of some names. The arrays are parallel, one element per token, ordered by name and position.

    `row` (which name), `token` (index into `tokens`), `latin` (index into `latins`, -1 for terms and other scripts),
    `word` (index into `words`), `surface` (index into `surfaces`: the folded letters, also under a term), `head` (class
    of the first letter, a = 0 …, NO_HEAD for none), `chapter` and `segment` (part of the name between strong separators
    such as c/o or brackets, and between those or commas), `start` (characters before it). A token is a folded word,
    `=concept`, digits, `'` and an initial, `~` and Arabic consonants, with `…` when its end may be cut off.
    `words`: distinct (token, latin, other spellings that it may stand for). What a word is read as depends on nothing
    but the word, its place and the words of the list, so that a name is the same whatever stands beside it.
    `legal`: rows and the class of each legal form found. `is_cut`: whether each name has the length of a cut field.
    """

    row: Ints
    token: Ints
    latin: Ints
    word: Ints
    surface: Ints
    head: Ints
    chapter: Ints
    segment: Ints
    start: Ints
    tokens: list[str]
    latins: list[str]
    words: list[tuple[int, int, tuple[str, ...]]]
    surfaces: list[str]
    legal: list[tuple[int, str]]
    is_cut: Flags

    @functools.cached_property
    def position(self) -> Ints:
        """Place of each token within its name, from 0."""
        first = np.searchsorted(self.row, self.row)
        return np.arange(len(self.row), dtype=np.int64) - first


Key = TypeVar("Key")


class Numbering(dict[Key, int]):
    """Things numbered in the order in which they are first asked for."""

    def __missing__(self, key: Key) -> int:
        self[key] = len(self)
        return self[key]


def prepare(names: list[str], known: dict[str, int] | None = None) -> Prepared:
    """Tokens and legal forms of names; any text is accepted.

    `known`: words of the list. With it (declared names), a word that is on neither the list nor in the word tables
    but one typing error from a word of the tables is read as that word, and a name of the length of a cut field may
    end within a word.
    """
    raw = split(names)
    words = list(raw.words)
    pieces = [read_word(word) for word in words]
    if known is not None:
        pieces = [apart(word, read, known) for word, read in zip(words, pieces, strict=True)]
    tokens, latins = Numbering[str](), Numbering[str]()
    others = Numbering[tuple[str, ...]]()
    nothing = others[()]
    flat = np.array([tokens[p] for ps in pieces for p in ps], dtype=np.int64)
    counts = np.array([len(ps) for ps in pieces], dtype=np.int64)
    heads = np.array([_head_code(word) for word in words], dtype=np.int64)
    latin = [latin_of(word) if len(ps) == 1 else None for word, ps in zip(words, pieces, strict=True)]
    latin_ids = np.array([latins[x] if x else -1 for x in latin], dtype=np.int64)
    of = np.array(raw.word, dtype=np.int64)
    repeat = counts[of]
    place = ranges((np.cumsum(counts) - counts)[of], repeat)
    token = flat[place]
    spread = [np.repeat(np.array(x, dtype=np.int64), repeat) for x in (raw.row, raw.chapter, raw.segment, raw.start)]
    head, latin_id = np.repeat(heads[of], repeat), np.repeat(latin_ids[of], repeat)
    is_cut = np.array([CUT_LENGTHS[0] <= len(n.strip()) <= CUT_LENGTHS[1] for n in names], dtype=bool)
    is_cut &= known is not None
    surfaces = list(tokens)
    read_as, other, old = token, np.full(len(token), nothing), np.full(len(token), nothing)
    if known is not None:
        mended, other_of, old_of = _mended(words, pieces, latin, known, (tokens, others))
        first = np.cumsum(counts) - counts
        single = counts == 1
        of_piece = np.full((3, len(flat)), nothing, dtype=np.int64)
        of_piece[0] = flat
        of_piece[:, first[single]] = np.stack([mended, other_of, old_of])[:, single]
        read_as, other, old = of_piece[:, place]
        read_as, other = _completed(tokens, read_as, spread[0], is_cut, known, (others, other))
    columns = (token, read_as, head, latin_id, other, old, *spread)
    return _merge((tokens, list(latins), surfaces, list(others)), columns, is_cut)


def _head_code(word: str) -> int:
    head = head_of(word)
    return ord(head) - ord("a") if "a" <= head <= "z" else NO_HEAD


def _mended(
    words: list[str],
    pieces: list[list[str]],
    latin: list[str | None],
    known: dict[str, int],
    numbered: tuple[Numbering[str], Numbering[tuple[str, ...]]],
) -> tuple[Ints, Ints, Ints]:
    """Of each written word: its token after mending, what else it may stand for, and the token that was mended.

    Words of several pieces are left alone. All that a word is read as depends on the word, not on its neighbours.
    """
    tokens, others = numbered
    single = [n for n, (read, x) in enumerate(zip(pieces, latin, strict=True)) if len(read) == 1 and x]
    second = {
        n: r for n, (w, p) in enumerate(zip(words, pieces, strict=True)) if len(p) == 1 and (r := other_reading(w))
    }
    meant = mend([(pieces[n][0], latin[n] or "", second.get(n)) for n in single], known)
    token = np.array([tokens[read[0]] if len(read) == 1 else 0 for read in pieces], dtype=np.int64)
    other, old = np.full(len(words), others[()]), np.full(len(words), others[()])
    for n, reading in second.items():
        other[n] = others[(reading,)]
    for at, word in meant.items():
        n = single[at]
        token[n] = tokens[word]
        # The word as written may be the name of somebody new on the list.
        other[n] = others[tuple(dict.fromkeys((*((second[n],) if n in second else ()), pieces[n][0])))]
        old[n] = others[(pieces[n][0],)]
    return token, other, old


def _completed(
    tokens: Numbering[str],
    token: Ints,
    row: Ints,
    is_cut: Flags,
    known: dict[str, int],
    reading: tuple[Numbering[tuple[str, ...]], Ints],
) -> tuple[Ints, Ints]:
    """Tokens where the last word of a cut name is completed from the tables, or marked as maybe cut off."""
    others, other = reading
    if not is_cut.any() or not len(row):
        return token, other
    last = np.flatnonzero(np.append(row[1:] != row[:-1], True) & is_cut[row])
    names, sets = list(tokens), list(others)
    out, other = token.copy(), other.copy()
    for at in last.tolist():  # one word per cut name
        word = completed(names[token[at]], known)
        out[at] = tokens[word]
        if word.endswith(CUT):
            other[at] = others[(*sets[other[at]], word.removesuffix(CUT))]  # it may as well be whole
    return out, other


def _merge(
    vocabulary: tuple[Numbering[str], list[str], list[str], list[tuple[str, ...]]],
    columns: tuple[Ints, ...],
    is_cut: Flags,
) -> Prepared:
    """Phrases replaced by what they stand for; legal forms taken out."""
    tokens, latins, surfaces, others = vocabulary
    surface, token, head, latin, other, old, row, chapter, segment, start = columns
    names = list(tokens)
    bare = [n.removesuffix(CUT) for n in names]
    found = find_phrases(row * 1000 + chapter, phrase_words(bare)[token])
    targeted, is_legal = targets()
    legal_at = is_legal[found.targets]
    keep = np.ones(len(token), dtype=bool)
    surface, token, latin, other = surface.copy(), token.copy(), latin.copy(), other.copy()
    for extra in range(1, int(found.lengths.max()) if len(found.lengths) else 0):
        keep[found.starts[found.lengths > extra] + extra] = False
    keep[found.starts[legal_at]] = False
    for first, length in zip(found.starts[found.lengths > 1], found.lengths[found.lengths > 1], strict=True):
        if keep[first]:
            surfaces.append("".join(surfaces[s] for s in surface[first : first + length]))
            surface[first] = len(surfaces) - 1
    used, where = np.unique(found.targets, return_inverse=True)
    token[found.starts] = np.array([tokens[targeted[t]] for t in used], dtype=np.int64)[where] if len(used) else 0
    latin[found.starts] = -1
    other[found.starts] = np.where(found.lengths == 1, old[found.starts], 0)
    forms = [targeted[t] for t in found.targets[legal_at]]
    legal = sorted(set(zip(row[found.starts[legal_at]].tolist(), forms, strict=True)))
    word, written = _distinct(token[keep], latin[keep], other[keep], len(latins), len(others))
    return Prepared(
        row=row[keep],
        token=token[keep],
        latin=latin[keep],
        word=word,
        surface=surface[keep],
        head=head[keep],
        chapter=chapter[keep],
        segment=segment[keep],
        start=start[keep],
        tokens=list(tokens),
        latins=latins,
        words=[(t, x, others[o]) for t, x, o in written],
        surfaces=surfaces,
        legal=legal,
        is_cut=is_cut,
    )


def _distinct(
    token: Ints, latin: Ints, other: Ints, latin_count: int, other_count: int
) -> tuple[Ints, list[tuple[int, int, int]]]:
    """Number of the distinct combination at each place, and the combinations."""
    size = np.int64(latin_count + 1)
    key = (token * size + latin + 1) * np.int64(other_count) + other
    distinct, word = np.unique(key, return_inverse=True)
    pair = distinct // other_count
    columns = (pair // size, pair % size - 1, distinct % other_count)
    return word.astype(np.int64), list(zip(*(c.tolist() for c in columns), strict=True))
