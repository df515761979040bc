"""Canada's Consolidated Autonomous Sanctions List (SEMA and JVCFOA) in XML: flat records in a `data-set`.

Names of elements are English, or English and French (`Country-Pays`), so what follows a hyphen is not looked at. A
record has no number: regulation, schedule and item identify it. `Country` is the regulation, never a nationality. Ships
share the element of organisations and are told by their IMO number, and a ship's birth date is when it was built.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from lxml import etree

from screening.errors import ListError
from screening.lists.dates import birth_dates, full_date, partial_date, years_between
from screening.lists.facts import ListedEntity, Name, ParsedList, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.identifiers import identifier
from screening.lists.safe_xml import DOWNLOAD_AGAIN, stream

_NAMED_BY = frozenset({"EntityOrShip", "Entity", "LastName", "GivenName"})
_OTHER_LANGUAGE = re.compile(r"\s*\|\s*|\s+/\s+")
_ALTERNATIVE_DATES = re.compile(r"\s+or\s+|\s*[/;]\s*")
_YEARS = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DAY_FIRST = re.compile(r"(\d{2})-(\d{2})-(\d{4})")


def _part_of(opening: Opening) -> str | None:
    return "list" if opening.root_name == "data-set" else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    records = [_fields(element) for element in stream(file.data, ("record",), file.where)]
    if not records:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    nameless = sum(_NAMED_BY.isdisjoint(record) for record in records)
    if nameless:
        raise ListError(
            f"{nameless} of {len(records)} records name nobody: this is no list of Canada's, or of a new layout",
            where=file.where,
            remedy=DOWNLOAD_AGAIN,
        )
    places = Counter(_place(record) for record in records)
    entities = [_entity(record, is_alone=places[_place(record)] == 1) for record in records]
    return [ParsedList("CA-SEMA", "Canada Consolidated Autonomous Sanctions List", None, entities, [])]


def _fields(record: etree._Element) -> dict[str, str]:
    """Return the record by the English names of its elements, without those that are empty."""
    cells = ((str(child.tag).rpartition("}")[2].partition("-")[0], tidy(child.text)) for child in record)
    return {name: text for name, text in cells if text}


def _english(text: str) -> str:
    return _OTHER_LANGUAGE.split(text)[0]


def _place(record: dict[str, str]) -> str:
    """Return where the record stands in the law: regulation, schedule and item."""
    parts = (_english(record.get("Country", "")), record.get("Schedule", ""), record.get("Item", ""))
    return "/".join(part.replace("/", "-") for part in parts)


def _entity(record: dict[str, str], *, is_alone: bool) -> ListedEntity:
    imo = record.get("ShipIMONumber", "")
    whole = record.get("EntityOrShip") or record.get("Entity") or ""
    person = " ".join(part for key in ("GivenName", "LastName") if (part := record.get(key)))
    entity_type = "vessel" if imo else "organisation" if whole else "person"
    first, *others = [text for text in re.split(r"\s+/\s+", whole) if text] or [person]
    title = _english(record.get("TitleOrShipType") or record.get("TitleOrShip") or record.get("Title") or "")
    born = record.get("DateOfBirthOrShipBuildDate") or record.get("DateOfBirth") or ""
    dates = _birth_dates(born) if entity_type == "person" else []
    number = identifier("imo", imo) if imo else None
    # Several records under one item are told apart by name, all of them, so that their order means nothing.
    suffix = "" if is_alone else f"#{sha256(f'{first} {person}'.encode()).hexdigest()[:8]}"
    schedule, item = record.get("Schedule"), record.get("Item")
    return ListedEntity(
        source_id=_place(record) + suffix,
        entity_type=entity_type,
        primary_name=first,
        names=[Name(text, "alias") for text in (*others, *_aliases(record.get("Aliases", "")))],
        identifiers=[number] if number else [],
        programmes=[_english(record["Country"])] if "Country" in record else [],
        birth_dates=dates,
        legal_basis=[f"Schedule {schedule}" + (f", item {item}" if item else "")] if schedule else [],
        position=None if entity_type == "vessel" else title or None,
        vessel_type=title or None if entity_type == "vessel" else None,
        listed_date=full_date(record.get("DateOfListing")),
        remarks=f"Born or built: {born}" if born and not dates else None,
    )


def _aliases(text: str) -> list[str]:
    """Split the other names: at semicolons; at commas only where no part is a single word, as in `Orbita, LLC`."""
    parts = [part for part in (tidy(part) for part in text.split(";")) if part]
    if len(parts) != 1:
        return parts
    by_comma = [tidy(part) for part in text.split(",")]
    return by_comma if all(" " in part for part in by_comma) else parts


def _birth_dates(text: str) -> list[str]:
    """Read `1971-05-03`, `1971`, `1963-1964`, `03-05-1971`, `3 May 1971`, and two of them joined by `or` or a slash."""
    found: list[str] = []
    for part in _ALTERNATIVE_DATES.split(text):
        if match := _YEARS.fullmatch(part):
            found += years_between(int(match[1]), int(match[2]))
        elif match := _ISO.fullmatch(part):
            found += filter(None, [partial_date(*(int(number) for number in match.groups() if number))])
        elif match := _DAY_FIRST.fullmatch(part):
            found += filter(None, [partial_date(int(match[3]), int(match[2]), int(match[1]))])
        else:
            found += birth_dates(part)
    return found


FORMAT = ListFormat("ca_sema_xml", _part_of, each_by_itself, _parse)
