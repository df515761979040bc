"""The UK Sanctions List, entity by entity, as rows of its CSV columns; the XML is turned into such rows first.

An entity comes in as many rows as it has names and addresses, each repeating what they have in common, so what a column
says is the set of its values over all rows. `Name 6` is the family name, or the whole name of what is not a person;
`Name 1` to `Name 5` go before it. A date may be partial: `dd/mm/1945`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import pycountry

from screening.lists.countries import CountryReader
from screening.lists.dates import full_date, partial_date
from screening.lists.facts import Address, Identifier, ListedEntity, Name, Relation, one_line, tidy
from screening.lists.identifiers import countries_of_registration, identifier, un_reference

LIST_ID, LIST_NAME = "UK-SL", "UK Sanctions List"
TYPES = {"individual": "person", "entity": "organisation", "ship": "vessel"}
LONGEST_NUMBER = 80
"""A cell of numbers with a longer part than this is prose, and stays in the remarks."""

_NAME_PARTS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_LINES = tuple(f"Address Line {number}" for number in range(1, 7))
_DATE = re.compile(r"(\d{1,2}|dd)/(\d{1,2}|mm)/(\d{4})")
_NAME_OF_SHIP = re.compile(r"IMO *\d{7} *\(\W*(?P<name>.+?)\W*\)")
_SEVERAL = re.compile(r"[|;\n]|\(\d\)")
_SEVERAL_NAMES = re.compile(r"[|;\n]|\(\d{1,2}\)")
_NUMBERS = {
    "Business registration number (s)": "registration", "IMO number": "imo", "Phone number": "phone",
    "Website": "website", "Email address": "email", "Hull identification number (HIN)": "other",
}  # fmt: skip
_DOCUMENTS = {
    "Passport number": ("passport", "Passport additional information"),
    "National Identifier number": ("national_id", "National Identifier additional information"),
}
_RELATIONS = {
    "Parent company": "subsidiary_of", "Subsidiaries": "parent_of", "Current owner/operator (s)": "owned_by",
    "Previous owner/operator (s)": "linked_to",
}  # fmt: skip
_TO_REMARKS = (
    "Designation source", "Type of entity", "Previous flags", "Tonnage of ship", "Length of ship", "Year Built",
    "OFSI Group ID", "Other Information", "UK Statement of Reasons",
)  # fmt: skip


def entity_of(source_id: str, rows: Sequence[Mapping[str, str]], countries: CountryReader) -> ListedEntity:
    """Return the entity that these rows describe."""
    entity_type = TYPES.get(next(iter(_values(rows, "Designation Type")), "").casefold(), "unknown")
    names = list(_names(rows, entity_type))
    primary = next((name for name in names if name.kind == "primary"), names[0] if names else Name("(no name)", ""))
    identifiers = list(_identifiers(rows, entity_type, countries))
    nationalities = [code for text in _parts(rows, "Nationality(/ies)") if (code := countries(text))]
    flags = [code for text in _parts(rows, "Current believed flag of ship") if (code := countries(text))]
    registered = countries_of_registration(identifiers) if entity_type == "organisation" else []
    genders = [text.casefold() for text in _values(rows, "Gender")]
    return ListedEntity(
        source_id=source_id,
        entity_type=entity_type,
        primary_name=primary.name,
        names=[name._replace(kind="alias") if name.kind == "primary" else name for name in names],
        identifiers=identifiers,
        addresses=[address for row in rows if (address := _address(row, countries))],
        # The letters of the number are the publisher's abbreviation of the regime.
        programmes=[source_id.rstrip("0123456789")],
        country_codes=nationalities + flags + registered,
        birth_dates=[found for text in _parts(rows, "D.O.B") if (found := _date(text))],
        birth_places=[
            place for row in rows if (place := one_line(_get(row, "Town of birth"), _get(row, "Country of birth")))
        ],
        legal_basis=_values(rows, "Regime Name"),
        measures=[
            text for cell in _values(rows, "Sanctions Imposed") for part in cell.split("|") if (text := tidy(part))
        ],
        relations=[
            Relation(kind, None, name, column)
            for column, kind in _RELATIONS.items()
            for name in _related_names(rows, column)
        ],
        position="; ".join(_values(rows, "Title") + _values(rows, "Position")) or None,
        gender=next((gender for gender in genders if gender in ("male", "female")), None),
        listed_date=min((d for text in _values(rows, "Date Designated") if (d := full_date(text))), default=None),
        vessel_type="; ".join(_values(rows, "Type of ship")) or None,
        vessel_flag_code=next(iter(flags), None),
        vessel_owner="; ".join(_related_names(rows, "Current owner/operator (s)")) or None,
        remarks="\n".join(_remarks(rows)) or None,
    )


def _get(row: Mapping[str, str], column: str) -> str:
    return tidy(row.get(column))


def _values(rows: Sequence[Mapping[str, str]], column: str) -> list[str]:
    """Return the distinct values of a column, in the order of the file."""
    return [text for text in dict.fromkeys(_get(row, column) for row in rows) if text]


def _parts(rows: Sequence[Mapping[str, str]], column: str) -> list[str]:
    """Return the distinct values of a column whose cells may hold several."""
    cells = dict.fromkeys(row.get(column) or "" for row in rows)
    return [text for cell in cells for part in _SEVERAL.split(cell) if (text := tidy(part).strip(" ,"))]


def _related_names(rows: Sequence[Mapping[str, str]], column: str) -> list[str]:
    """Return the names in a column of other parties, numbered `(1) … (2) …` or on lines of their own."""
    cells = dict.fromkeys(row.get(column) or "" for row in rows)
    return [text for cell in cells for part in _SEVERAL_NAMES.split(cell) if (text := tidy(part).strip(" ,;"))]


def _date(text: str) -> str | None:
    if match := _DATE.fullmatch(text):
        day, month, year = (int(part) if part.isdecimal() else None for part in match.groups())
        return partial_date(year or 0, month, day)
    return None


def _names(rows: Sequence[Mapping[str, str]], entity_type: str) -> Iterator[Name]:
    """Yield the names; among several primary names the first in the file is the primary one."""
    has_primary = False
    for row in rows:
        name = " ".join(part for column in _NAME_PARTS if (part := _get(row, column)))
        if entity_type == "vessel" and (match := _NAME_OF_SHIP.fullmatch(name)):
            name = match["name"]
        said, strength = _get(row, "Name type").casefold(), _get(row, "Alias strength").casefold()
        if name and said == "primary name" and not has_primary:
            has_primary = True
            yield Name(name, "primary")
        elif name:
            yield Name(name, "weak" if strength.startswith("low") else "alias")
        if original := _get(row, "Name non-latin script"):
            yield Name(original, "alias", _language(_get(row, "Non-latin script language")))


@cache
def _language(name: str) -> str | None:
    language = pycountry.languages.get(name=name) if name else None
    return getattr(language, "alpha_2", None)


def _address(row: Mapping[str, str], countries: CountryReader) -> Address | None:
    *street, city = (_get(row, column) for column in _LINES)
    postal, country = _get(row, "Address Postal Code"), _get(row, "Address Country")
    full = one_line(*street, city, postal, country)
    if not full:
        return None
    return Address(
        full, one_line(*street) or None, city or None, None, postal or None, countries(country), country or None
    )


def _identifiers(rows: Sequence[Mapping[str, str]], entity_type: str, countries: CountryReader) -> Iterator[Identifier]:
    for text in _parts(rows, "UN Reference Number"):
        if made := un_reference(text):
            yield made
    for column, kind in _NUMBERS.items():
        for text in _parts(rows, column):
            if len(text) <= LONGEST_NUMBER:
                made = identifier(kind, text, of_vessel=entity_type == "vessel")
                if made:
                    yield made
    for column, (kind, about) in _DOCUMENTS.items():
        for row in rows:
            if number := _get(row, column):
                note = _get(row, about)
                # What is said beside a number often begins with the country that issued it: `Iran. Issued in 2010`.
                country = countries.known(re.split(r"[ .,:;(]", note)[0]) or countries.known(note)
                made = identifier(kind, number, country, note=note or None)
                if made:
                    yield made


def _remarks(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for column in _TO_REMARKS:
        for text in _values(rows, column):
            yield text if column in ("Other Information", "UK Statement of Reasons") else f"{column}: {text}"
    for column in _NUMBERS:
        for text in _parts(rows, column):
            if len(text) > LONGEST_NUMBER:
                yield f"{column}: {text}"
