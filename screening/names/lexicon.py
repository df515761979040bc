"""The word tables: legal forms, industrial terms with their abbreviations, ordinary words, places.

All entries are passed through the same reading as names, so one entry serves every script and romanisation.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
import re
from dataclasses import dataclass

from screening.names.fold import fold, head
from screening.names.script import arabic_consonants, is_arabic, pinyin, romanise

_HAN_RUN = re.compile("([\u3400-\u9fff\uf900-\ufaff]+)")
_LATIN = re.compile("[a-z]+")
LONG_WORD = 7
_INNER_CH = re.compile("ch(?=[a-z])")
_SOFT_K = re.compile("к(?=[еиійыэ])")
WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("[\u0027\u0060\u00b4\u02b0-\u02ff\u2018\u2019\u201b\u2032\u0640]|[\u0300-\u036f]")


def _lines(name: str) -> list[str]:
    text = (importlib.resources.files("screening.names") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_lines(name)))


@functools.cache
def han_words() -> tuple[frozenset[str], int]:
    """Han words of the tables, by which a run of Han letters is cut, and the length of the longest."""
    cells = [
        v for t in ("legal_forms.csv", "words.csv", "places.csv") for r in _table(t) for v in r["variants"].split(";")
    ]
    places = [w for line in _lines("places.txt") for w in line.split()]
    common = [w for line in _lines("common_words.txt") for w in line.split()]
    words = frozenset(v for v in [*cells, *places, *common] if _HAN_RUN.fullmatch(v))
    return words, max(map(len, words))


def cut_han(run: str) -> list[str]:
    """A run of Han letters cut at known words, longest first; what lies between stays together."""
    words, longest = han_words()
    pieces: list[str] = []
    rest = ""
    i = 0
    while i < len(run):
        for n in range(min(longest, len(run) - i), 0, -1):
            if run[i : i + n] in words:
                if rest:
                    pieces.append(rest)
                    rest = ""
                pieces.append(run[i : i + n])
                i += n
                break
        else:
            rest += run[i]
            i += 1
    return [*pieces, rest] if rest else pieces


INITIAL, ARABIC, CONCEPT, CUT = "'", "~", "=", "…"
"""Marks of tokens: an initial, consonants read from Arabic script, a term, a word whose end may be cut off."""


def read_word(word: str) -> list[str]:
    """Folded readings of one lower-case word, in order; several when Han letters or digits cut it."""
    if word.isdigit() and word.isascii():
        return [word.lstrip("0") or "0"]
    if word.isascii() and word.isalpha() and len(word) > 1:
        return [fold(word)]
    if is_arabic(word):
        return [ARABIC + part for part in _LATIN.findall(arabic_consonants(word)) if len(word) > 1]
    pieces: list[str] = []
    for part in _HAN_RUN.split(word):
        if not part:
            continue
        if _HAN_RUN.fullmatch(part):
            pieces += [fold("".join(pinyin(piece))) for piece in cut_han(part)]
        elif len(part) == 1 and part.isalpha():
            pieces.append(INITIAL + head(romanise(part).lower()))
        else:
            pieces += [fold(p) for p in WORD.findall(romanise(part).lower())]
    return [p for p in pieces if p and p != INITIAL]


def head_of(word: str) -> str:
    """The class of the first letter of a lower-case word, "" without one."""
    return "" if word[:1].isdigit() else head(romanise(word[:1]).lower() if not word.isascii() else word)


def latin_of(word: str) -> str | None:
    """One lower-case word in Latin letters, not folded; None where it has digits or letters of another kind."""
    if word.isascii():
        return word if len(word) > 1 and word.isalpha() else None
    if len(word) < 2 or is_arabic(word) or _HAN_RUN.search(word):
        return None
    latin = romanise(word).lower()
    return latin if latin.isascii() and latin.isalpha() else None


def other_reading(word: str) -> str | None:
    """The other reading of a lower-case word, if it has one.

    A Cyrillic word may have been put letter for letter for a Latin one («Сиенке» for science). In a longer Latin word
    ch may be the German, Czech or Swedish х (Chorochordin).
    """
    if word.isascii():
        if len(word) >= LONG_WORD and "ch" in word[:-2]:
            return fold(_INNER_CH.sub("kh", word))
        return None
    if not _SOFT_K.search(word) and "ч" not in word:
        return None
    return fold(romanise(_SOFT_K.sub("ц", word).replace("ч", "к")))


def read(text: str) -> tuple[str, ...]:
    """Folded words of a text; what `prepare.py` does to columns, for the few lines of a table."""
    clean = _APOSTROPHE.sub("", text.lower().replace("i̇", "i"))
    return tuple(piece for word in WORD.findall(clean) for piece in read_word(word))


@dataclass(frozen=True)
class Phrase:
    """What a sequence of folded words stands for: a legal form (its class) or a term (its concept)."""

    target: str
    is_legal: bool


def _spelled(variant: str) -> list[tuple[str, ...]]:
    """Readings of a variant; a short abbreviation is also written letter by letter (L.L.C.)."""
    words = read(variant)
    spellings = [words] if words else []
    if variant.isupper() and variant.isalpha() and 2 < len(variant) <= 5 and variant[0] < "\u3000":
        spellings.append(tuple(x for letter in variant.lower() for x in read_word(letter)))
    if len(words) > 2:  # one space lost
        spellings += [
            (*words[:i], words[i] + words[i + 1], *words[i + 2 :])
            for i in range(len(words) - 1)
            if i or words[0] != "l"
        ]
    return spellings


@functools.cache
def phrases() -> dict[tuple[str, ...], Phrase]:
    """Folded word sequence → what it stands for. Legal forms win over terms."""
    table: dict[tuple[str, ...], Phrase] = {}
    for row in [*_table("words.csv"), *_table("places.csv")]:
        for variant in [row["concept"], *row["variants"].split(";")]:
            for words in _spelled(variant):
                table.setdefault(words, Phrase(CONCEPT + row["concept"], is_legal=False))
    for row in _table("legal_forms.csv"):
        for variant in row["variants"].split(";"):
            for words in _spelled(variant):
                table[words] = Phrase(row["class"], is_legal=True)
                for n in range(2, len(words) if len(words[0]) > 2 else 0):  # cut off, or put in another order
                    if len(words[n - 1]) > 2:
                        table.setdefault(words[:n], Phrase(row["class"], is_legal=True))
    return table


@functools.cache
def table_words() -> dict[str, str]:
    """Every word of the tables of legal forms, terms and ordinary words: unfolded → folded."""
    tables = ("legal_forms.csv", "words.csv", "places.csv")
    cells = [v for t in tables for r in _table(t) for v in r["variants"].split(";")]
    rows: dict[str, str] = {}
    for cell in [*cells, *_lines("common_words.txt")]:
        for word in WORD.findall(_APOSTROPHE.sub("", cell.lower().replace("i̇", "i"))):
            latin, pieces = latin_of(word), read_word(word)
            if latin and len(pieces) == 1:
                rows.setdefault(latin, pieces[0])
    return rows


@functools.cache
def term_spellings() -> tuple[tuple[str, str], ...]:
    """(spelling, term) of the single words that stand for a term."""
    return tuple((w[0], p.target) for w, p in phrases().items() if len(w) == 1 and not p.is_legal)


@functools.cache
def given_names() -> dict[str, str]:
    """Spelling → given name, for the spellings of a given name in the languages that bear it."""
    return {w: r["concept"] for r in _table("given_names.csv") for v in r["variants"].split(";") for w in read(v)}


@functools.cache
def legal_words() -> frozenset[str]:
    """Folded words of legal forms in several words; one that strayed from its phrase says nothing."""
    strayed = {w for words, phrase in phrases().items() if phrase.is_legal and len(words) > 1 for w in words}
    return frozenset(w for w in strayed if len(w) > 2 and (w,) not in phrases())


def _concept(word: str) -> str:
    found = phrases().get((word,))
    return found.target if found and not found.is_legal else word


@functools.cache
def common_words() -> frozenset[str]:
    """Folded ordinary words and the concepts they belong to: never enough for an alert."""
    words = {w for line in _lines("common_words.txt") for raw in line.split() for w in read(raw)}
    return frozenset(words | {_concept(w) for w in words})


@functools.cache
def term_words() -> frozenset[str]:
    """Concepts of the word table: weak evidence, those of common words none."""
    return frozenset(CONCEPT + row["concept"] for row in _table("words.csv")) - common_words()


@functools.cache
def popular_words() -> frozenset[str]:
    """Folded words that many unrelated firms chose for a name (Phoenix, Forum, Маяк)."""
    words = {w for line in _lines("popular_words.txt") for raw in line.split() for w in read(raw)}
    return frozenset(words | {_concept(w) for w in words})


@functools.cache
def place_words() -> frozenset[str]:
    """Folded names of places and words of addresses."""
    words = {w for line in _lines("places.txt") for raw in line.split() for w in read(raw)}
    named = {CONCEPT + row["concept"] for row in _table("places.csv")}
    return frozenset(words | named)


@functools.cache
def noise_words() -> frozenset[str]:
    """Folded words that belong to a form's field, not to a name (consignee, tax number, on behalf of …)."""
    words = {w for line in _lines("noise_words.txt") for raw in line.split() for w in read(raw)}
    return frozenset(words) | legal_words()


LEGAL_BITS = {row["class"]: 1 << n for n, row in enumerate(_table("legal_forms.csv"))}
"""Classes of legal forms as bits."""
