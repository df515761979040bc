"""From names as written to words: joining marks resolved, parts told apart, every distinct word numbered."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 400
"""Names are read up to here; no party name is longer, and the time of a comparison stays bounded."""
MAX_WORDS = 40
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
_HAS_SEPARATOR = re.compile("[/;()\\[\\]]| [-–—|]|on behalf of|by order of|по поручению|через|от имени|в лице")
_WORD_OR_COMMA = re.compile(r"[^\W_]+|,")
"""As _PART, for the many names without any strong separator: several times as fast."""


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
class Raw:
    """Occurrences of words as they stand, and the distinct words."""

    row: list[int]
    word: list[int]
    chapter: list[int]
    segment: list[int]
    start: list[int]
    words: dict[str, int]


def split(names: list[str]) -> Raw:
    """The words of the names, in order."""
    raw = Raw([], [], [], [], [], {})
    words = raw.words
    for row, name in enumerate(names):  # one pass over the text: a regular expression finds words and separators
        text = clean(name)
        if _HAS_SEPARATOR.search(text):
            _split_into_chapters(row, text, raw)
            continue
        segment = start = count = 0
        for word in _WORD_OR_COMMA.findall(text):
            if word == ",":
                segment += 1
                continue
            raw.row.append(row)
            raw.word.append(words.setdefault(word, len(words)))
            raw.chapter.append(0)
            raw.segment.append(segment)
            raw.start.append(start)
            start += len(word) + 1
            count += 1
            if count == MAX_WORDS:
                break
    return raw


def _split_into_chapters(row: int, text: str, raw: Raw) -> None:
    chapter = segment = start = count = 0
    for match in _PART.finditer(text):
        if match.lastgroup != "word":
            segment += 1
            chapter += match.lastgroup == "strong"
            continue
        word = match.group()
        raw.row.append(row)
        raw.word.append(raw.words.setdefault(word, len(raw.words)))
        raw.chapter.append(chapter)
        raw.segment.append(segment)
        raw.start.append(start)
        start += len(word) + 1
        count += 1
        if count == MAX_WORDS:
            break
