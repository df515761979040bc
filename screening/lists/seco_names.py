"""Names in SECO's XML: parts in an order of their own, each with spellings in other languages and scripts.

`Lukashenka | Dzmitry | Aliaksandravich` are family name, given name and father's name, and the family name has the
Russian spelling `Lukashenko`. A whole name is put together for each language and script; a part that has no spelling in
that language stays as it is, unless scripts would mix.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

import pycountry
from lxml import etree

from screening.lists.facts import Name, tidy

_ORDER = ("whole-name", "given-name", "further-given-name", "father-name", "grand-father-name", "other", "family-name",
          "maiden-name", "tribal-name", "suffix")  # fmt: skip
_LATIN = (None, "LATN")
MOST_SPELLINGS = 60
"""A name with more combinations of spellings than this is spelt with one part at a time in another spelling."""


def names_of(identities: Sequence[etree._Element]) -> list[Name]:
    """Return all names of these identities, the primary one of the main identity first; titles are no part of them."""
    ordered = sorted(identities, key=lambda identity: identity.get("main") != "true")
    names = [made for identity in ordered for name in identity.iterfind("name") for made in _spellings(name)]
    first = next((name for name in names if name.kind == "primary"), names[0] if names else None)
    if first is None:
        return []
    others = [name._replace(kind="alias") if name.kind == "primary" else name for name in names if name is not first]
    return [first, *others]


def titles_of(identities: Sequence[etree._Element]) -> list[str]:
    """Return the titles that stand among the parts of names, each once."""
    values = (
        tidy(part.findtext("value"))
        for identity in identities
        for part in identity.iterfind("name/name-part[@name-part-type='title']")
    )
    return [text for text in dict.fromkeys(values) if text]


def _spellings(name: etree._Element) -> Iterator[Name]:
    parts = sorted(
        (part for part in name.iterfind("name-part") if part.get("name-part-type") != "title"), key=_position
    )
    said = name.get("name-type")
    kind = "former" if said == "formerly-known-as" else "weak" if name.get("quality") == "low" else "alias"
    plain = [tidy(part.findtext("value")) for part in parts]
    if whole := " ".join(filter(None, plain)):
        yield Name(whole, "primary" if said == "primary-name" and kind == "alias" else kind)
    keys = {(v.get("lang"), v.get("script")) for part in parts for v in part.iterfind("spelling-variant")}
    for language, script in sorted(keys, key=lambda key: (key[0] or "", key[1] or "")):
        choices = []
        for part, value in zip(parts, plain, strict=True):
            found = [
                text
                for variant in part.iterfind("spelling-variant")
                if (variant.get("lang"), variant.get("script")) == (language, script) and (text := tidy(variant.text))
            ]
            choices.append(found or ([value] if script in _LATIN else []))
        if all(choices):
            for words in _combinations(choices, plain):
                yield Name(" ".join(filter(None, words)), kind, _language(language))


def _position(part: etree._Element) -> tuple[int, int]:
    """Given names go first, whatever order the publisher prints; parts of one kind keep theirs."""
    said = part.get("name-part-type") or "other"
    order = part.get("order") or ""
    return (_ORDER.index(said) if said in _ORDER else _ORDER.index("other"), int(order) if order.isdecimal() else 0)


def _combinations(choices: Sequence[Sequence[str]], plain: Sequence[str]) -> Iterator[Sequence[str]]:
    count = 1
    for spellings in choices:
        count *= len(spellings)
    if count <= MOST_SPELLINGS:
        yield from product(*choices)
        return
    for at, spellings in enumerate(choices):
        for spelling in spellings:
            yield [*plain[:at], spelling, *plain[at + 1 :]]


@cache
def _language(code: str | None) -> str | None:
    """Return ISO 639-1 of a code of three letters, terminological or bibliographic."""
    language = None
    if code:
        language = pycountry.languages.get(alpha_3=code.lower()) or pycountry.languages.get(bibliographic=code.lower())
    return getattr(language, "alpha_2", None)
