"""From names as written to tokens: words read, legal forms set apart, terms brought to one concept.

Every distinct word is read once; the rest is array work on the occurrences of words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screening.names.keys import ranges
from screening.names.lexicon import CUT, head_of, latin_of, other_reading, read_word
from screening.names.mend import apart, completed, mend
from screening.names.phrases import find_phrases, phrase_words, targets

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MAX_CHARACTERS = 400
"""Names are read up to here; no party name is longer, and the time of a comparison stays bounded."""
MAX_WORDS = 40
CUT_LENGTHS = (33, 36)
"""Fields of older systems end at 35 characters: a name of about that length may have been cut."""

_JOINING = re.compile(
    "[\u0027\u0060\u00b4\u02b0-\u02ff\u2018\u2019\u201b\u2032\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_COMBINING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u20d0-\u20ff]"
)
_AND = re.compile(r"[\s,](?:и|және|and|und|ve)(?=\s)")
_SETTLEMENT = re.compile(r"(?<=[,;–—-])\s*(?:г|гор|пос|с|қ)\.(?=\s*[^\W\d]{3})|\bд\.(?=\s*\d)")
"""«г. Алматы», «д. 19»: no initials."""
_PART = re.compile(
    r"(?P<strong>\b[cс]/[oо]\b|\bo/b\b|\bon behalf of\b|\bby order of\b|по поручению|через|от имени|в лице"
    r"|;| [-–—/|] |[()\[\]])|(?P<comma>,)|(?P<word>[^\W_]+)"
)
_SEPARATORS = (
    *("/", ";", "(", ")", "[", "]", " -", " –", " —", " |"),
    *("on behalf of", "by order of", "по поручению", "через", "от имени", "в лице"),
)
_PLAIN_PART = re.compile(r"(?P<comma>,)|(?P<word>[^\W_]+)")
"""As _PART, for the many names without any strong separator: several times as fast."""
NO_HEAD = 26


@dataclass(frozen=True)
class Prepared:
    """Tokens of some names. The arrays are parallel, one element per token, ordered by name and position.

    `row` (which name), `token` (index into `tokens`), `latin` (index into `latins`, -1 for terms and other scripts),
    `surface` (index into `surfaces`: the folded letters, also under a term), `head` (class of the first letter, a = 0
    …, NO_HEAD for none), `chapter` and `segment` (part of the name between strong separators such as c/o or brackets,
    and between those or commas), `start` (characters before it). A token is a folded word, `=concept`, digits, `'` and
    an initial, `~` and Arabic consonants, with `…` when its end may be cut off.
    `legal`: rows and the class of each legal form found. `readings`: token, another spelling that it may stand for.
    `is_cut`: whether each name has the length of a cut field.
    """

    row: Ints
    token: Ints
    latin: Ints
    surface: Ints
    head: Ints
    chapter: Ints
    segment: Ints
    start: Ints
    tokens: list[str]
    latins: list[str]
    surfaces: list[str]
    legal: list[tuple[int, str]]
    readings: list[tuple[str, str]]
    is_cut: Flags

    @functools.cached_property
    def position(self) -> Ints:
        """Place of each token within its name, from 0."""
        first = np.searchsorted(self.row, self.row)
        return np.arange(len(self.row), dtype=np.int64) - first


def clean(name: str) -> str:
    """A name in lower case, compatibility forms and joining marks resolved, read up to MAX_CHARACTERS."""
    text = name[:MAX_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)[:MAX_CHARACTERS].lower()
        text = _COMBINING.sub("", text)
        text = _JOINING.sub("", text)
    else:
        text = text.lower().replace("'", "").replace("`", "")
    if "." in text:
        text = _SETTLEMENT.sub(" ", text)
    return _AND.sub(" ", text)


@dataclass
class _Raw:
    """Occurrences of words as they stand, and the distinct words."""

    row: list[int]
    word: list[int]
    chapter: list[int]
    segment: list[int]
    start: list[int]
    words: dict[str, int]


def _split(names: list[str]) -> _Raw:
    raw = _Raw([], [], [], [], [], {})
    words = raw.words
    for row, name in enumerate(names):  # one pass over the text: a regular expression finds words and separators
        chapter = segment = start = count = 0
        text = clean(name)
        pattern = _PART if any(s in text for s in _SEPARATORS) else _PLAIN_PART
        for match in pattern.finditer(text):
            if match.lastgroup != "word":
                segment += 1
                chapter += match.lastgroup == "strong"
                continue
            word = match.group()
            raw.row.append(row)
            raw.word.append(words.setdefault(word, len(words)))
            raw.chapter.append(chapter)
            raw.segment.append(segment)
            raw.start.append(start)
            start += len(word) + 1
            count += 1
            if count == MAX_WORDS:
                break
    return raw


class Numbering(dict[str, int]):
    """Strings numbered in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        self[key] = len(self)
        return self[key]


def prepare(names: list[str], known: dict[str, int] | None = None) -> Prepared:
    """Tokens and legal forms of names; any text is accepted.

    `known`: words of the list. With it (declared names), a word that is on neither the list nor in the word tables
    but one typing error from a word of the tables is read as that word, and a name of the length of a cut field may
    end within a word.
    """
    raw = _split(names)
    words = list(raw.words)
    pieces = [read_word(word) for word in words]
    if known is not None:
        pieces = [apart(word, read, known) for word, read in zip(words, pieces, strict=True)]
    tokens, latins = Numbering(), Numbering()
    flat = np.array([tokens[p] for ps in pieces for p in ps], dtype=np.int64)
    counts = np.array([len(ps) for ps in pieces], dtype=np.int64)
    heads = np.array([_head_code(word) for word in words], dtype=np.int64)
    latin = [latin_of(word) if len(ps) == 1 else None for word, ps in zip(words, pieces, strict=True)]
    latin_ids = np.array([latins[x] if x else -1 for x in latin], dtype=np.int64)
    readings = _readings(words, pieces)
    of = np.array(raw.word, dtype=np.int64)
    repeat = counts[of]
    token = flat[ranges((np.cumsum(counts) - counts)[of], repeat)]
    spread = [np.repeat(np.array(x, dtype=np.int64), repeat) for x in (raw.row, raw.chapter, raw.segment, raw.start)]
    head, latin_id = np.repeat(heads[of], repeat), np.repeat(latin_ids[of], repeat)
    is_cut = np.array([CUT_LENGTHS[0] <= len(n.strip()) <= CUT_LENGTHS[1] for n in names], dtype=bool)
    is_cut &= known is not None
    surfaces = list(tokens)
    read_as = token
    if known is not None:
        read_as = _mended(tokens, token, latins, latin_id, known, readings)
        read_as = _completed(tokens, read_as, spread[0], is_cut, known, readings)
    return _merge(tokens, list(latins), surfaces, (token, read_as, head, latin_id, *spread), readings, is_cut)


def _head_code(word: str) -> int:
    head = head_of(word)
    return ord(head) - ord("a") if "a" <= head <= "z" else NO_HEAD


def _readings(words: list[str], pieces: list[list[str]]) -> list[tuple[str, str]]:
    found = ((p[0], other_reading(w)) for w, p in zip(words, pieces, strict=True) if len(p) == 1)
    return [(token, other) for token, other in found if other and other != token]


def _mended(
    tokens: Numbering,
    token: Ints,
    latins: Numbering,
    latin: Ints,
    known: dict[str, int],
    readings: list[tuple[str, str]],
) -> Ints:
    """Tokens with misspelt words of the tables replaced; the words as written become other readings of those."""
    latin_of_token: dict[str, str] = {}
    names, spellings = list(tokens), list(latins)
    size = len(spellings) + 1
    for pair in np.unique(token[latin >= 0] * size + latin[latin >= 0]).tolist():
        latin_of_token.setdefault(names[pair // size], spellings[pair % size])
    mended = mend(latin_of_token, known, dict(readings))
    replaced = np.arange(len(names), dtype=np.int64)
    for old, new in mended.items():
        replaced[tokens[old]] = tokens[new]
        readings.append((new, old))
    return replaced[token]


def _completed(
    tokens: Numbering,
    token: Ints,
    row: Ints,
    is_cut: Flags,
    known: dict[str, int],
    readings: list[tuple[str, str]],
) -> Ints:
    """Tokens where the last word of a cut name is completed from the tables, or marked as maybe cut off."""
    if not is_cut.any() or not len(row):
        return token
    last = np.flatnonzero(np.append(row[1:] != row[:-1], True) & is_cut[row])
    names = list(tokens)
    out = token.copy()
    for at in last.tolist():  # one word per cut name
        word = completed(names[token[at]], known)
        out[at] = tokens[word]
        if word.endswith(CUT):
            readings.append((word, word.removesuffix(CUT)))  # it may as well be whole
    return out


def _merge(
    tokens: Numbering,
    latins: list[str],
    surfaces: list[str],
    columns: tuple[Ints, ...],
    readings: list[tuple[str, str]],
    is_cut: Flags,
) -> Prepared:
    """Phrases replaced by what they stand for; legal forms taken out."""
    surface, token, head, latin, row, chapter, segment, start = columns
    names = list(tokens)
    bare = [n.removesuffix(CUT) for n in names]
    found = find_phrases(row * 1000 + chapter, phrase_words(bare)[token])
    targeted, is_legal = targets()
    legal_at = is_legal[found.targets]
    keep = np.ones(len(token), dtype=bool)
    surface, token, latin = surface.copy(), token.copy(), latin.copy()
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
    forms = [targeted[t] for t in found.targets[legal_at]]
    legal = sorted(set(zip(row[found.starts[legal_at]].tolist(), forms, strict=True)))
    return Prepared(
        row=row[keep],
        token=token[keep],
        latin=latin[keep],
        surface=surface[keep],
        head=head[keep],
        chapter=chapter[keep],
        segment=segment[keep],
        start=start[keep],
        tokens=list(tokens),
        latins=latins,
        surfaces=surfaces,
        legal=legal,
        readings=readings,
        is_cut=is_cut,
    )
