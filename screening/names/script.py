"""Scripts: which one a word is written in, letters of one script that pose as another, and Latin readings.

The Cyrillic table is Kazakh-first: «і» is the Kazakh (and Belarusian, Ukrainian) i, never a hard sign or an accent.
Letter values follow the usual English-language practice (BGN/PCGN for Russian, the 2021 Kazakh Latin letters after
folding); `fold.py` makes other practices meet it. Han goes through pypinyin, other scripts through anyascii.
"""

from __future__ import annotations

import functools
import re

from anyascii import anyascii

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya",
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",  # Kazakh, Kyrgyz
    "ў": "u", "ҳ": "kh", "ї": "yi", "є": "ye", "ґ": "g", "җ": "zh", "ҷ": "ch", "ӣ": "i", "ӯ": "u",
    "ј": "y", "љ": "ly", "њ": "ny", "ћ": "ch", "ђ": "dzh", "џ": "dzh", "ѓ": "g", "ќ": "k", "ѕ": "z",
    "ӏ": "", "ҡ": "k", "ҙ": "z", "ҫ": "s",
}  # fmt: skip
"""Lower-case Cyrillic letter → Latin letters, for Russian, Kazakh, Kyrgyz, Uzbek, Ukrainian, Belarusian and kin."""

LATIN_SPECIAL = {
    "š": "sh", "ș": "sh", "ş": "sh", "č": "ch", "ç": "ch", "ć": "ch", "ž": "zh", "ż": "zh", "ź": "z", "đ": "d",
    "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ə": "a", "ð": "d", "þ": "th", "ñ": "n", "ŋ": "n",
    "ŝ": "sh", "ĉ": "ch", "ħ": "h",
}  # fmt: skip
"""Lower-case Latin letters whose sound is lost when only the accent is dropped."""

_LOOKS_LATIN = dict(zip("авеёкмнорстухіјѕԁԛԝһ", "abeekmhopctyxijsdqwh", strict=True))
_LOOKS_CYRILLIC = dict(zip("abcehkmoptxyi", "авсенкмортхуі", strict=True))
_TO_LATIN = str.maketrans(_LOOKS_LATIN)
_TO_CYRILLIC = str.maketrans(_LOOKS_CYRILLIC)
_CYRILLIC = str.maketrans(CYRILLIC)
_LATIN_SPECIAL = str.maketrans(LATIN_SPECIAL)

ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ء": "", "ئ": "y", "ؤ": "v", "ب": "b", "پ": "p", "ت": "t",
    "ث": "s", "ج": "j", "چ": "c", "ح": "h", "خ": "h", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "ژ": "j", "س": "s",
    "ش": "x", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "", "غ": "g", "ف": "f", "ق": "k", "ک": "k", "ك": "k",
    "گ": "g", "ل": "l", "م": "m", "ن": "n", "و": "v", "ه": "h", "ة": "h", "ی": "i", "ي": "i", "ى": "a", "ې": "i",
    "ہ": "h", "ے": "e", "ټ": "t", "ډ": "d", "ړ": "r", "ښ": "x", "ګ": "g", "ڼ": "n", "ځ": "z", "څ": "s", "ږ": "j",
    "ۀ": "h", "ھ": "h", "ڤ": "v",
}  # fmt: skip
"""Arabic, Persian and Pashto letter → consonant in the letters of `fold` (x is sh, c is ch, j is zh and j).

Short vowels are not written, so readings are skeletons."""
_ARABIC = str.maketrans(ARABIC)
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u0671-\u06d3]")
_ARTICLE = re.compile("^(?:\u0627\u0644|\u0644\u0644)(?=..)")

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_CLASSES = (
    ("latin", re.compile("[a-z\u00c0-\u024f\u1e00-\u1eff]", re.IGNORECASE)),
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("han", _HAN),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("kana", re.compile("[\u3040-\u30ff]")),
)


def script_of(text: str) -> str:
    """The script of most letters of `text`: latin, cyrillic, han, arabic, kana, other, or none without letters."""
    counts = {name: len(pattern.findall(text)) for name, pattern in _CLASSES}
    best = max(counts, key=lambda name: counts[name])
    if counts[best]:
        return best
    return "other" if any(c.isalpha() for c in text) else "none"


def mend_homoglyphs(word: str) -> str:
    """`word` (lower case) with letters of the other script replaced by those they imitate, if all can be.

    A word that mixes Latin and Cyrillic is read in the script that most of its letters belong to beyond doubt:
    letters that exist in both shapes do not vote.
    """
    latin = sum("a" <= c <= "z" for c in word)
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in word)
    if not latin or not cyrillic:
        return word
    sure_latin = sum("a" <= c <= "z" and c not in _LOOKS_CYRILLIC for c in word)
    sure_cyrillic = sum("\u0400" <= c <= "\u052f" and c not in _LOOKS_LATIN for c in word)
    if sure_latin > sure_cyrillic or (sure_latin == sure_cyrillic and latin >= cyrillic):
        return word.translate(_TO_LATIN)
    return word.translate(_TO_CYRILLIC)


@functools.cache
def _pinyin() -> object:
    from pypinyin import lazy_pinyin  # its dictionary takes a quarter of a second: loaded with the first Han letter

    return lazy_pinyin


def pinyin(han: str) -> list[str]:
    """Pinyin syllables of a run of Han letters, without tones."""
    lazy = _pinyin()
    return [s.replace("ü", "u").replace("v", "u") for s in lazy(han)]  # type: ignore[operator]


def is_arabic(word: str) -> bool:
    """Whether the word holds a letter of the Arabic script (Persian, Pashto and Urdu included)."""
    return _ARABIC_LETTER.search(word) is not None


def arabic_consonants(word: str) -> str:
    """The consonants of an Arabic-script word in Latin letters, without the article: vowels are not to be had."""
    return _ARTICLE.sub("", word).translate(_ARABIC)


def romanise(word: str) -> str:
    """Latin reading of one lower-case word without Han letters; idempotent on Latin."""
    if word.isascii():
        return word
    word = mend_homoglyphs(word).translate(_CYRILLIC).translate(_LATIN_SPECIAL)
    if word.isascii():
        return word
    return anyascii(word).lower()
