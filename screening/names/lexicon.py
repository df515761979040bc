"""The word tables: legal forms, industrial terms with their abbreviations, ordinary words, places.

All entries are passed through the same reading as names, so one entry serves every script and romanisation.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
import re
from dataclasses import dataclass

from screening.names.fold import fold
from screening.names.script import pinyin, romanise

_HAN_RUN = re.compile("([\u3400-\u9fff\uf900-\ufaff]+)")
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
    cells = [v for t in ("legal_forms.csv", "words.csv") for r in _table(t) for v in r["variants"].split(";")]
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


def read_word(word: str) -> list[str]:
    """Folded readings of one lower-case word, in order; several when Han letters or digits cut it."""
    if word.isascii() and word.isalpha():
        return [fold(word)]
    if word.isdigit() and word.isascii():
        return [word.lstrip("0") or "0"]
    pieces: list[str] = []
    for part in _HAN_RUN.split(word):
        if not part:
            continue
        if _HAN_RUN.fullmatch(part):
            pieces += [fold("".join(pinyin(piece))) for piece in cut_han(part)]
        else:
            pieces += [fold(p) for p in WORD.findall(romanise(part).lower())]
    return [p for p in pieces if p]


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
    for row in _table("words.csv"):
        for variant in [row["concept"], *row["variants"].split(";")]:
            for words in _spelled(variant):
                table.setdefault(words, Phrase("=" + row["concept"], is_legal=False))
    for row in _table("legal_forms.csv"):
        for variant in row["variants"].split(";"):
            for words in _spelled(variant):
                table[words] = Phrase(row["class"], is_legal=True)
    return table


def _concept(word: str) -> str:
    found = phrases().get((word,))
    return found.target if found and not found.is_legal else word


@functools.cache
def common_words() -> frozenset[str]:
    """Folded ordinary words and the concepts they belong to: never enough for an alert."""
    words = {w for line in _lines("common_words.txt") for raw in line.split() for w in read(raw)}
    return frozenset(words | {_concept(w) for w in words} | {"=" + r["concept"] for r in _table("words.csv")})


@functools.cache
def place_words() -> frozenset[str]:
    """Folded names of places and words of addresses."""
    words = {w for line in _lines("places.txt") for raw in line.split() for w in read(raw)}
    return frozenset(words | {_concept(w) for w in words})


@functools.cache
def noise_words() -> frozenset[str]:
    """Folded words that belong to a form's field, not to a name (consignee, tax number, on behalf of …)."""
    words = {w for line in _lines("noise_words.txt") for raw in line.split() for w in read(raw)}
    return frozenset(words)
