"""Country names as publishers spell them → ISO 3166-1 alpha-2.

Names and official names come from ISO 3166 through pycountry; the tables below hold the spellings that OFAC, the UN
and the EU use besides. What cannot be resolved is counted, never refused: a list with a new spelling still loads.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

import pycountry

_SPELLINGS = {
    "bahamas the": "BS",
    "bolivia plurinational state of": "BO",
    "british virgin islands": "VG",
    "brunei": "BN",
    "burma": "MM",
    "cape verde": "CV",
    "cabo verde previously cape verde": "CV",
    "china hong kong special administrative region": "HK",
    "china macau special administrative region": "MO",
    "congo": "CG",
    "congo democratic republic": "CD",
    "congo democratic republic of": "CD",
    "congo democratic republic of the": "CD",
    "congo republic of the": "CG",
    "cote d ivoire": "CI",
    "crimea": "UA",
    "democratic peoples republic of korea": "KP",
    "democratic republic of the congo": "CD",
    "dprk": "KP",
    "east timor": "TL",
    "england": "GB",
    "gambia the": "GM",
    "gaza": "PS",
    "great britain": "GB",
    "iran islamic republic of": "IR",
    "islamic republic of iran": "IR",
    "ivory coast": "CI",
    "korea democratic peoples republic of": "KP",
    "korea north": "KP",
    "korea republic of": "KR",
    "korea south": "KR",
    "kosovo": "XK",
    "laos": "LA",
    "macao": "MO",
    "macau": "MO",
    "macedonia": "MK",
    "macedonia the former yugoslav republic of": "MK",
    "man isle of": "IM",
    "micronesia federated states of": "FM",
    "moldova republic of": "MD",
    "netherlands the": "NL",
    "north korea": "KP",
    "north macedonia the republic of": "MK",
    "palestine": "PS",
    "palestine state of": "PS",
    "palestinian": "PS",
    "palestinian territories": "PS",
    "occupied palestinian territories": "PS",
    "occupied palestinian territory": "PS",
    "peoples republic of china": "CN",
    "possibly palestinian": "PS",
    "republic of korea": "KR",
    "republic of lebanon": "LB",
    "republic of moldova": "MD",
    "republic of the congo": "CG",
    "russia": "RU",
    "south korea": "KR",
    "st kitts nevis": "KN",
    "st kitts and nevis": "KN",
    "st lucia": "LC",
    "st vincent and the grenadines": "VC",
    "state of palestine": "PS",
    "swaziland": "SZ",
    "syria": "SY",
    "taiwan": "TW",
    "taiwan province of china": "TW",
    "the gambia": "GM",
    "turkey": "TR",
    "turkiye": "TR",
    "uae": "AE",
    "uk": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "usa": "US",
    "venezuela bolivarian republic of": "VE",
    "vatican city": "VA",
    "virgin islands british": "VG",
    "virgin islands us": "VI",
    "west bank": "PS",
}
_NO_COUNTRY = frozenset({"", "none", "none identified", "undetermined", "unknown", "na", "not available", "stateless"})
_CODES_OF_THE_EU = {"UK": "GB", "EL": "GR"}
"""The EU's own two-letter codes where they differ from ISO 3166-1."""


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’`")
    return " ".join(letters.split())


@cache
def _spellings() -> dict[str, str]:
    table: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name"):
            if name := getattr(country, attribute, None):
                table[_key(name)] = country.alpha_2
    return table | _SPELLINGS


@cache
def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code of a country name, or None when it is not known; Kosovo is XK."""
    key = _key(text).removeprefix("region ").removeprefix("possibly ")
    return _spellings().get(key) or (_spellings().get(key.removeprefix("the ")) if key.startswith("the ") else None)


@cache
def known_code(code: str) -> str | None:
    """Return a two-letter code as ISO 3166-1 alpha-2, or None when it is none (the EU writes 00 for unknown)."""
    code = code.strip().upper()
    code = _CODES_OF_THE_EU.get(code, code)
    return code if code == "XK" or pycountry.countries.get(alpha_2=code) else None


class CountryReader:
    """Resolves the country names of one list and counts what it could not."""

    def __init__(self) -> None:
        self._unresolved: Counter[str] = Counter()

    def __call__(self, text: str | None) -> str | None:
        """Return the code of `text`, or None."""
        if not text:
            return None
        code = country_code(text)
        if code is None and _key(text) not in _NO_COUNTRY:
            self._unresolved[text.strip()] += 1
        return code

    @staticmethod
    def known(text: str) -> str | None:
        """Return the code of `text` if it is a country's name; nothing is counted, since it need not be one."""
        return country_code(text) if text else None

    def warnings(self) -> list[str]:
        """Return a sentence that says how many country names were not resolved, and the commonest of them."""
        if not self._unresolved:
            return []
        commonest = ", ".join(
            name[:40] for name, _ in sorted(self._unresolved.items(), key=lambda i: (-i[1], i[0]))[:5]
        )
        return [f"{self._unresolved.total()} country names were not resolved, such as {commonest}"]
