"""Identifying numbers: one spelling for comparison, and their kind where the number itself tells it.

Sources: the Russian INN (10 digits, 12 for persons) and OGRN (13 digits, 15 for sole traders) have check digits, here
those of python-stdnum; a Kazakh BIN or IIN has 12 digits, and the fifth digit of a BIN is 4, 5 or 6, where an IIN has
a day of birth (0 to 3); an IMO ship number is 7 digits, the last of which is the last digit of the sum of the others
times 7 to 2 (IMO Resolution A.1117(30)).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from stdnum.ru import inn, ogrn

from screening.lists.facts import Identifier, tidy

KINDS = frozenset(
    (
        "tax", "bin", "iin", "inn", "ogrn", "registration", "passport", "national_id", "imo", "mmsi", "call_sign",
        "swift", "wallet", "aircraft_tail", "website", "email", "phone", "un_reference", "other",
    )
)  # fmt: skip
"""Every kind of identifier, as the schema of `listed_identifiers` names them."""

_REGISTERED = frozenset({"registration", "ogrn", "bin", "inn"})
_NOTHING = frozenset({"", "0", "NA", "NONE", "NIL", "UNKNOWN", "NOTAVAILABLE", "NOTKNOWN"})
_UN_REFERENCE = re.compile(r"[A-Z]{2}[ie]\.?\d{3}", re.IGNORECASE)
_LABEL_WORD = re.compile(r"(?<!\S)(?:series|serie|number|no|nr|серия|номер|№)[.:]*(?=\s|$)", re.IGNORECASE)
_SAYS_INN = re.compile(r"\b(?:ИНН|INN|I\.N\.N\.)(?=[\s:.№#)\d]|$)", re.IGNORECASE)
_SAYS_OGRN = re.compile(r"\b(?:ОГРН(?:ИП)?|OGRN(?:IP)?)(?=[\s:.№#)\d]|$)", re.IGNORECASE)
_SAYS_KPP = re.compile(r"\b(?:КПП|KPP)(?=[\s:.№#)\d]|$)", re.IGNORECASE)
_SAYS_BIN = re.compile(r"\b(?:БИН|BIN|БСН)(?=[\s:.№#)\d]|$)", re.IGNORECASE)
_SAYS_UNP = re.compile(r"\b(?:УНП|UNP)(?=[\s:.№#)\d]|$)", re.IGNORECASE)
_SAYS_IIN = re.compile(r"\b(?:ИИН|IIN|ЖСН)(?=[\s:.№#)\d]|$)", re.IGNORECASE)


def letters_and_digits(text: str) -> str:
    """Upper case, letters and digits only, full-width forms made plain."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


def is_ship_number(digits: str) -> bool:
    """Tell whether seven digits carry the check digit of an IMO ship number (a company's number has another)."""
    return (
        len(digits) == 7
        and digits.isdecimal()
        and sum(int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False)) % 10
        == int(digits[6])
    )


def _normalised(kind: str, text: str) -> str:
    if kind == "wallet":
        return "".join(text.split())  # Base58 addresses differ by case
    if kind == "imo":
        match = re.search(r"(?<!\d)\d{7}(?!\d)", text)
        return match[0] if match else ""
    if kind == "website":
        text = re.sub(r"^\s*(?:https?://)?(?:www\.)?", "", text, flags=re.IGNORECASE)
    if kind in ("passport", "national_id", "other"):
        text = _LABEL_WORD.sub(" ", text)  # `Series 1808 No. 233282`
    value = letters_and_digits(text)
    return "" if value in _NOTHING else value


def _by_its_shape(kind: str, text: str, country_code: str | None) -> tuple[str, str]:
    """Return the kind and the bare number of a tax or registration number, as far as the number tells it."""
    for pattern, named in (
        (_SAYS_OGRN, "ogrn"), (_SAYS_INN, "inn"), (_SAYS_BIN, "bin"), (_SAYS_IIN, "iin"), (_SAYS_UNP, "tax"),
        (_SAYS_KPP, "other"),
    ):  # fmt: skip
        if pattern.search(text):
            return named, pattern.sub(" ", text)
    digits = letters_and_digits(text)
    if not (digits.isascii() and digits.isdecimal()):
        return kind, text
    if country_code == "KZ" and len(digits) == 12:
        return ("bin" if digits[4] in "456" else "iin"), text
    if country_code in ("RU", None):
        # Without a country only the check digit can tell, and only where a tax number is meant.
        if len(digits) in (13, 15) and ogrn.is_valid(digits):
            return "ogrn", text
        if len(digits) in (10, 12) and inn.is_valid(digits) and (country_code == "RU" or kind == "tax"):
            return "inn", text
    return kind, text


def identifier(
    kind: str,
    text: str,
    country_code: str | None = None,
    *,
    currency_code: str = "",
    note: str | None = None,
    of_vessel: bool = True,
) -> Identifier | None:
    """Return the identifier that `text` states, or None when it states none (`-`, `n/a`, no seven digits of an IMO).

    Tax and registration numbers become inn, ogrn, bin or iin where label, country and check digit say so. An IMO number
    of something that is not a vessel and lacks a ship's check digit is the company's: it becomes a registration number.
    """
    published = tidy(text)
    bare = published
    if kind in ("tax", "registration", "other") or (kind == "national_id" and country_code == "KZ"):
        kind, bare = _by_its_shape(kind, published, country_code)
    value = _normalised(kind, bare)
    if not value:
        return None
    if kind == "imo" and not of_vessel and not is_ship_number(value):
        kind, note = "registration", note or "IMO company number"
    return Identifier(kind, value, published, country_code, currency_code if kind == "wallet" else "", note)


def un_reference(text: str) -> Identifier | None:
    """Return the reference number that the United Nations gave the entity: `QDi.001` becomes QDI001.

    What is not whole (`QDi.43`) names nobody, so it is kept as a number of another kind.
    """
    kind = "un_reference" if _UN_REFERENCE.fullmatch(tidy(text)) else "other"
    return identifier(kind, text, note=None if kind == "un_reference" else "UN reference")


def countries_of_registration(identifiers: Iterable[Identifier]) -> list[str]:
    """Return the countries that registered an organisation: a country with a register entry or a taxpayer number."""
    return [made.country_code for made in identifiers if made.kind in _REGISTERED and made.country_code]
