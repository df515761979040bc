"""One spelling for the romanisations of one name.

Khrushchev, Hruščëv, Chruschtschow: the same letters went through different tables. `fold` maps the digraphs in
which the tables differ to one letter each; it loses little that tells names apart and is applied to both sides.
`skeleton` keeps consonant classes only: what Arabic writing keeps, and what vowels cannot disturb.
"""

from __future__ import annotations

import re

_DIGRAPHS = (
    ("eye", "ee"), ("eje", "ee"), ("eie", "ee"),
    ("schtsch", "sh"), ("shch", "sh"), ("tsch", "C"), ("sch", "sh"), ("tch", "C"), ("dzh", "Z"), ("dsch", "Z"),
    ("sj", "sh"), ("zh", "Z"), ("dj", "Z"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ck", "k"),
    ("ch", "C"), ("th", "t"), ("dh", "d"),
    ("sh", "S"), ("tz", "s"), ("ts", "s"), ("cz", "s"), ("ks", "h"), ("x", "h"), ("q", "k"), ("w", "v"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("yo", "e"), ("jo", "e"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_SWEDISH_CH = re.compile("tj(?!a)")
_GLIDE = re.compile("(?<=.)j|y(?=[aeou])")
_DROP_I = re.compile("(?<=[aeou])i|i(?=[aeou])")
_DOUBLE = re.compile(r"(.)\1+")
_CAPITALS = str.maketrans({"C": "c", "S": "x", "Z": "j"})
_NOT_WORD = re.compile("[^a-z0-9]")
_VOWELS = re.compile("[aeiou]")


def fold(latin: str) -> str:
    """The folded spelling of a Latin word (lower case, any romanisation). In the result c is ch,
    x is sh, j is zh and dzh."""
    word = _NOT_WORD.sub("", latin)
    if not word or not word.isalpha():
        return word
    for digraph, letter in _DIGRAPHS:
        if digraph in word:
            word = word.replace(digraph, letter)
    if "tj" in word:
        word = _SWEDISH_CH.sub("C", word)
    if "c" in word:
        word = _SOFT_C.sub("s", word).replace("c", "k")
    if "y" in word or "j" in word:
        word = _GLIDE.sub("i", word).replace("y", "i")
    if "i" in word:
        word = _DROP_I.sub("", word.replace("ii", "i"))
    if len(word) < 2:
        return latin
    if len(word) > 3:  # in an abbreviation every letter counts: ООО is no О
        word = _DOUBLE.sub(r"\1", word)
    return word.translate(_CAPITALS)


_SKELETON = str.maketrans({"v": "", "h": "", "z": "s", "j": "j", "a": "", "e": "", "i": "", "o": "", "u": ""})


def skeleton(folded: str) -> str:
    """Consonant classes of a folded word: vowels, w/v and h fall out, z joins s."""
    return _DOUBLE.sub(r"\1", folded.translate(_SKELETON))


_CONSONANTS = str.maketrans({"v": "", "g": "k", "z": "s", "a": "", "e": "", "i": "", "o": "", "u": "", "~": ""})


def consonants(folded: str) -> str:
    """What Arabic writing keeps of a folded word: consonants with h, without w (which may be u), g and k as one.

    A final h is often the feminine ending, which romanisations drop.
    """
    return _DOUBLE.sub(r"\1", folded.translate(_CONSONANTS)).removesuffix("h")


_HEADS = str.maketrans("ejiycqhxzwf", "yyyykkkksvv")


def head(latin: str) -> str:
    """Class of the first letter of a Latin word, as an initial would show it in any romanisation."""
    return latin[:1].translate(_HEADS)


_ADJECTIVE = re.compile("(?<=...)sk(?:i|a|o|e|oe|ogo|oi|om|aya|ih|im)?$")


def stem(folded: str) -> str:
    """A folded word without a Slavic adjective's ending, as in «Кумертауская»; the word itself without one."""
    return _ADJECTIVE.sub("", folded)


_PATRONYMIC = ("ovic", "evic", "ovna", "evna", "avic", "avna", "ilic", "inicna", "uli", "kizi", "ogli")


def is_patronymic(folded: str) -> bool:
    """Whether a folded word has the ending of a patronymic (Петрович, Petrovna, -uly, -kyzy, -ogly)."""
    return len(folded) > 5 and folded.endswith(_PATRONYMIC)
