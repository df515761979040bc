"""Switzerland's list (SECO) in XML: `swiss-sanctions-list@date` holds programmes, targets and places.

A target that was taken off stays in the file with a modification that says so, and the former states of a target are
nested inside its modifications: both must not be read as listed. Addresses and birth places name a `place` by number,
which the file holds after the targets, so it is read twice. Names come in parts, and parts have other spellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from screening.errors import ListError
from screening.lists.countries import CountryReader, known_code
from screening.lists.dates import full_date, partial_date
from screening.lists.facts import Address, Identifier, ListedEntity, ParsedList, Relation, one_line, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.identifiers import countries_of_registration, identifier, un_reference
from screening.lists.relations import relation_kind
from screening.lists.safe_xml import DOWNLOAD_AGAIN, root, stream
from screening.lists.seco_names import names_of, titles_of

_TYPES = {"individual": "person", "entity": "organisation", "object": "unknown"}
_OBJECTS = {"vessel": "vessel", "aircraft": "aircraft"}
_DOCUMENTS = {"passport": "passport", "diplomatic-passport": "passport", "id-card": "national_id"}
_UN_REFERENCE = re.compile(r"[A-Z]{2}[ei]\.\d{3}")
_NUMBER = r"((?:[A-Z]{1,4}[ -])?\S*\d\S*(?: \S*\d\S*)*)"
_LABELS = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"IMO (?:number|no\.?) ?: ?(\d{7})\.?", "imo"),
        (rf"(?:ОГРН/main |state |business )*registration (?:number|no\.?) ?: ?{_NUMBER}", "registration"),
        (rf"tax(?:payer)? (?:identification|registration|ID) (?:number|no\.?) ?: ?{_NUMBER}", "tax"),
        (r"((?:INN|OGRN|ИНН|ОГРН) ?:? ?\d+)\.?", "registration"),
        (r"(?:SWIFT|BIC|SWIFT/BIC)(?: code)? ?: ?([A-Z0-9]{8,11})\.?", "swift"),
        (r"website ?: ?((?:https?:|www\.)?\S+)", "website"),
        (r"e-?mail(?: address)? ?: ?(\S+@\S+)", "email"),
        (r"(?:tel\.|telephone|phone)(?: number)? ?: ?(\+?[\d() -]+)", "phone"),
    )
)
LONGEST_NUMBER = 60
"""What follows the label of a number and is longer than this is prose."""


@dataclass
class _Around:
    """What targets refer to: programmes and measures by the number of their sanctions set, places by their number."""

    programmes: dict[str, tuple[str, str]] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    places: dict[str, etree._Element] = field(default_factory=dict)


def _part_of(opening: Opening) -> str | None:
    return "list" if opening.root_name == "swiss-sanctions-list" else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    _, attributes = root(file.data, file.where)
    if attributes.get("list-type", "whole-list") != "whole-list":
        raise ListError(
            "the file holds changes, not the whole list", where=file.where, remedy="Download the whole list"
        )
    published = full_date(attributes.get("date"))
    around = _around(file)
    countries = CountryReader()
    entities, delisted = [], 0
    for target in stream(file.data, ("target", "place", "sanctions-program"), file.where):
        if target.tag != "target" or _is_former(target):
            continue
        if _is_delisted(target, published):
            delisted += 1
            continue
        entities.append(_entity(target, around, countries))
    if not entities:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    warnings = [] if published else ["the list does not say its date"]
    if delisted:
        warnings.append(f"{delisted} targets in the file are no longer listed and were left out")
    return [ParsedList("CH-SECO", "Swiss SECO Sanctions List", published, entities, warnings + countries.warnings())]


def _is_former(element: etree._Element) -> bool:
    return next(element.iterancestors("modification"), None) is not None


def _around(file: SourceFile) -> _Around:
    around = _Around()
    for element in stream(file.data, ("target", "place", "sanctions-program"), file.where):
        if element.tag == "place" and not _is_former(element):
            around.places[element.get("ssid") or ""] = deepcopy(element)  # the stream empties what it has yielded
        elif element.tag == "sanctions-program":
            named = (_in_english(element, "program-key"), _in_english(element, "program-name"))
            for child in element.iterfind("sanctions-set"):
                # A set is printed in several languages under one number; English is what officers here read.
                if child.get("lang") in ("eng", None) or child.get("ssid") not in around.measures:
                    around.measures[child.get("ssid") or ""] = tidy(child.text)
            around.programmes |= {child.get("ssid") or "": named for child in element.iterfind("sanctions-set")}
    return around


def _in_english(element: etree._Element, tag: str) -> str:
    found = {child.get("lang"): tidy(child.text) for child in element.iterfind(tag)}
    return found.get("eng") or next(iter(found.values()), "")


def _is_delisted(target: etree._Element, published: date | None) -> bool:
    """Tell whether the latest modification in force on the day of the list took the target off."""
    by_day: dict[date, set[str]] = {}
    for child in target.iterfind("modification"):
        day = full_date(child.get("effective-date") or child.get("publication-date"))
        if day and (published is None or day <= published):
            by_day.setdefault(day, set()).add(child.get("modification-type") or "")
    latest = by_day[max(by_day)] if by_day else set()
    return "de-listed" in latest and "listed" not in latest


def _entity(target: etree._Element, around: _Around, countries: CountryReader) -> ListedEntity:
    subject = next((child for child in target if child.tag in _TYPES), None)
    if subject is None:
        subject = etree.Element("object")
    entity_type = _OBJECTS.get(subject.get("object-type") or "", _TYPES[str(subject.tag)])
    identities = subject.findall("identity")
    names = names_of(identities)
    sets = [tidy(child.text) for child in target.iterfind("sanctions-set-id")] + [target.get("sanctions-set-id") or ""]
    programmes = [around.programmes[number] for number in sets if number in around.programmes]
    listed = [
        day
        for child in target.iterfind("modification[@modification-type='listed']")
        if (day := full_date(child.get("effective-date")))
    ]
    entity = ListedEntity(
        source_id=target.get("ssid") or "",
        entity_type=entity_type,
        primary_name=names[0].name if names else "(no name)",
        names=names[1:],
        addresses=[
            made
            for identity in identities
            for child in identity.iterfind("address")
            if (made := _address(child, around.places, countries))
        ],
        programmes=[key for key, _ in programmes if key],
        country_codes=list(_nationalities(identities, countries)),
        birth_dates=list(_birth_dates(identities)) if entity_type == "person" else [],
        birth_places=[
            made.full_address
            for identity in identities
            for child in identity.iterfind("place-of-birth")
            if (made := _address(child, around.places, countries))
        ],
        legal_basis=[name for _, name in programmes if name],
        position="; ".join(titles_of(identities)) or None,
        gender=sex if (sex := subject.get("sex")) in ("male", "female") else None,
        listed_date=min(listed, default=None),
        measures=[measure for number in sets if (measure := around.measures.get(number))],
        relations=list(_relations(subject)),
    )
    entity.identifiers += _documents(identities, countries)
    entity.remarks = "\n".join(_remarks(target, subject, entity)) or None
    if entity_type == "organisation":
        entity.country_codes += countries_of_registration(entity.identifiers)
    return entity


def _relations(subject: etree._Element) -> Iterator[Relation]:
    """Yield the relations; the other target is known by its number alone."""
    for child in subject.iterfind("relation"):
        words, other = tidy(child.get("relation-type")), child.get("target-id")
        if other:
            yield Relation(relation_kind(words), other, "", words or "relation")


def _country(element: etree._Element | None, countries: CountryReader) -> str | None:
    if element is None:
        return None
    return known_code(element.get("iso-code") or element.get("code") or "") or countries(tidy(element.text))


def _nationalities(identities: Sequence[etree._Element], countries: CountryReader) -> Iterator[str]:
    for identity in identities:
        for child in identity.iterfind("nationality"):
            if code := _country(child.find("country"), countries):
                yield code


def _birth_dates(identities: Sequence[etree._Element]) -> Iterator[str]:
    for identity in identities:
        for child in identity.iterfind("day-month-year"):
            year, month, day = (int(text) if (text := child.get(key) or "").isdecimal() else 0
                                for key in ("year", "month", "day"))  # fmt: skip
            if child.get("calendar") in (None, "Gregorian") and (found := partial_date(year, month, day)):
                yield found


def _address(element: etree._Element, places: Mapping[str, etree._Element], countries: CountryReader) -> Address | None:
    """Return the address that an element states together with the place it names."""
    place = places.get(element.get("place-id") or "")

    def text(tag: str) -> str:
        return tidy(element.findtext(tag)) or (tidy(place.findtext(tag)) if place is not None else "")

    box = text("p-o-box")
    street = one_line(text("c-o"), text("address-details"), f"P.O. Box {box}" if box else "")
    city, region, postal, country = (text(tag) for tag in ("location", "area", "zip-code", "country"))
    full = one_line(street, city, region, postal, country)
    if not full:
        return None
    found = element.find("country")
    if found is None and place is not None:
        found = place.find("country")
    code = _country(found, countries)
    return Address(full, street or None, city or None, region or None, postal or None, code, country or None)


def _documents(identities: Sequence[etree._Element], countries: CountryReader) -> Iterator[Identifier]:
    for identity in identities:
        for child in identity.iterfind("identification-document"):
            said = child.get("document-type") or ""
            note = "; ".join(text for text in (said, tidy(child.findtext("remark"))) if text)
            made = identifier(
                _DOCUMENTS.get(said, "other"),
                child.findtext("number") or "",
                _country(child.find("issuer"), countries),
                note=note or None,
            )
            if made:
                yield made


def _remarks(target: etree._Element, subject: etree._Element, entity: ListedEntity) -> Iterator[str]:
    """Yield the lines of the remarks; numbers that stand in them behind a label become identifiers of `entity`."""
    for child in target.iterfind("foreign-identifier"):
        text = tidy(child.text)
        made = un_reference(text) if _UN_REFERENCE.fullmatch(text) else None
        if made:
            entity.identifiers.append(made)
        elif text:
            yield f"Foreign identifier: {text}"
    for child in subject.iterfind("other-information"):
        text = tidy(child.text)
        for pattern, kind in _LABELS:
            if (match := pattern.fullmatch(text)) and len(match[1]) <= LONGEST_NUMBER:
                made = identifier(kind, match[1].rstrip("."), of_vessel=entity.entity_type == "vessel")
                entity.identifiers += [made] if made else []
                break
        if text:
            yield text
    for child in subject.iterfind("justification"):
        if text := tidy(child.text):
            yield text


FORMAT = ListFormat("ch_seco_xml", _part_of, each_by_itself, _parse)
