"""The European Union's consolidated financial sanctions list, FSF XML 1.1.

Layout: `export@generationDate` holds `sanctionEntity` elements, and everything about one lies in attributes of their
children. A name comes once per language it was printed in; `strong="false"` marks a weak alias. The order of elements
carries no meaning, their `logicalId` does: the lowest one is the name under which an entity was listed first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from screening.errors import ListError
from screening.lists.countries import known_code
from screening.lists.dates import full_date, partial_date, years_between
from screening.lists.facts import Address, Identifier, ListedEntity, Name, ParsedList, one_line, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.identifiers import countries_of_registration, identifier, un_reference
from screening.lists.safe_xml import DOWNLOAD_AGAIN, root, stream

_TYPES = {"person": "person", "p": "person", "enterprise": "organisation", "e": "organisation", "vessel": "vessel",
          "ship": "vessel", "v": "vessel", "aircraft": "aircraft"}  # fmt: skip
_KINDS = {
    "passport": "passport", "id": "national_id", "ssn": "national_id", "nationcert": "national_id",
    "residentperm": "national_id", "birthcert": "national_id", "fiscalcode": "tax", "taxid": "tax", "euvat": "tax",
    "regnumber": "registration", "tradelic": "registration", "swiftbic": "swift", "imo": "imo", "mmsi": "mmsi",
}  # fmt: skip
NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
_GENDERS = {"M": "male", "F": "female"}
_LANGUAGES = {"mo": "ro"}  # Moldavian is Romanian in ISO 639-1 now
_LISTED = re.compile(r"(?:Date of (?:UN )?(?:designation|listing))[^:]*: *(\d{1,2}\.\d{1,2}\.\d{4})")
_NO_REMARK = frozenset({"none", "-", "n/a"})


def _part_of(opening: Opening) -> str | None:
    return "list" if opening.root_name == "export" and opening.root_namespace == NAMESPACE else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    _, attributes = root(file.data, file.where)
    entities = [_entity(element) for element in stream(file.data, ("sanctionEntity",), file.where)]
    if not entities:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    published = full_date(attributes.get("generationDate"))
    warnings = [] if published else ["the list does not say when it was generated"]
    return [ParsedList("EU-FSF", "EU Consolidated Financial Sanctions List", published, entities, warnings)]


def _children(element: etree._Element) -> dict[str, list[etree._Element]]:
    by_name: dict[str, list[etree._Element]] = {}
    for child in element:
        by_name.setdefault(str(child.tag).rpartition("}")[2], []).append(child)
    return by_name


def _get(element: etree._Element, attribute: str) -> str:
    return tidy(element.get(attribute))


def _entity(element: etree._Element) -> ListedEntity:
    children = _children(element)
    subject = next((_get(child, "code") for child in children.get("subjectType", [])), "")
    entity_type = _TYPES.get(subject.casefold(), "unknown")
    names = sorted(children.get("nameAlias", []), key=_logical_id)
    names = [name for name in names if _whole_name(name)]
    primary = min(names, key=_primary_rank, default=None)
    remarks = [
        text for child in children.get("remark", []) if (text := tidy(child.text)) and text.casefold() not in _NO_REMARK
    ]
    details = _get(element, "designationDetails")
    regulations = children.get("regulation", [])
    listed = [found for text in (details, *remarks) for day in _LISTED.findall(text) if (found := full_date(day))]
    identifiers = list(_identifiers(element, children, entity_type))
    registered = countries_of_registration(identifiers) if entity_type == "organisation" else []
    codes = [known_code(_get(child, "countryIso2Code")) for child in children.get("citizenship", [])]
    citizenships = [code for code in codes if code]
    return ListedEntity(
        source_id=_get(element, "euReferenceNumber") or _get(element, "logicalId"),
        entity_type=entity_type,
        primary_name=_whole_name(primary) if primary is not None else "(no name)",
        primary_language=_language(primary) if primary is not None else None,
        names=[
            Name(_whole_name(name), "weak" if _get(name, "strong") == "false" else "alias", _language(name))
            for name in names
        ],
        identifiers=identifiers,
        addresses=[address for child in children.get("address", []) if (address := _address(child))],
        programmes=[programme for child in regulations if (programme := _get(child, "programme"))],
        country_codes=citizenships + registered,
        birth_dates=[found for child in children.get("birthdate", []) for found in _birth_dates(child)],
        birth_places=[place for child in children.get("birthdate", []) if (place := _birth_place(child))],
        legal_basis=[title for child in regulations if (title := _get(child, "numberTitle"))],
        position="; ".join(dict.fromkeys(_functions(names))) or None,
        gender=next((gender for name in names if (gender := _GENDERS.get(_get(name, "gender")))), None),
        listed_date=min(listed, default=None),
        source_url=next((url for child in regulations for url in _urls(child)), None),
        remarks="\n".join(text for text in (details, *remarks) if text) or None,
    )


def _logical_id(element: etree._Element) -> tuple[int, str]:
    text = _get(element, "logicalId")
    return (int(text) if text.isdecimal() else 0, _get(element, "wholeName"))


def _primary_rank(name: etree._Element) -> tuple[bool, bool, bool]:
    """Strong before weak, Latin letters before others, English or no language before others; then the lowest id."""
    whole = _whole_name(name)
    is_latin = any("a" <= c <= "z" for c in whole.casefold())
    return (_get(name, "strong") == "false", not is_latin, _get(name, "nameLanguage") not in ("", "EN"))


def _whole_name(name: etree._Element) -> str:
    return _get(name, "wholeName") or " ".join(
        part for key in ("firstName", "middleName", "lastName") if (part := _get(name, key))
    )


def _language(name: etree._Element) -> str | None:
    code = _get(name, "nameLanguage").lower()
    return _LANGUAGES.get(code, code) or None


def _functions(names: Sequence[etree._Element]) -> Iterator[str]:
    for name in names:
        for key in ("title", "function"):
            if text := _get(name, key):
                yield text


def _urls(regulation: etree._Element) -> Iterator[str]:
    for child in regulation:
        if str(child.tag).endswith("publicationUrl") and (url := tidy(child.text)):
            yield url


def _birth_dates(birth: etree._Element) -> list[str]:
    if _get(birth, "calendarType") not in ("", "GREGORIAN"):
        return []
    first, last = _get(birth, "yearRangeFrom"), _get(birth, "yearRangeTo")
    if first.isdecimal() and last.isdecimal():
        return years_between(int(first), int(last))
    year, month, day = (
        int(text) if (text := _get(birth, key)).isdecimal() else 0 for key in ("year", "monthOfYear", "dayOfMonth")
    )
    if year:
        found = partial_date(year, month, day)
    else:
        exact = full_date(_get(birth, "birthdate"))
        found = exact.isoformat() if exact else None
    return [found] if found else []


def _birth_place(birth: etree._Element) -> str:
    country = _get(birth, "countryDescription")
    return one_line(*(_get(birth, key) for key in ("place", "city", "region")), "" if country == "UNKNOWN" else country)


def _address(child: etree._Element) -> Address | None:
    street, place, city, region, postal, po_box = (
        _get(child, key) for key in ("street", "place", "city", "region", "zipCode", "poBox")
    )
    country = _get(child, "countryDescription")
    country = "" if country == "UNKNOWN" else country
    street = one_line(street, place, f"P.O. Box {po_box}" if po_box else "")
    full = one_line(street, city, region, postal, country)
    if not full:
        return None
    code = known_code(_get(child, "countryIso2Code"))
    return Address(full, street or None, city or None, region or None, postal or None, code, country or None)


def _identifiers(
    element: etree._Element, children: dict[str, list[etree._Element]], entity_type: str
) -> Iterator[Identifier]:
    if made := un_reference(_get(element, "unitedNationId")):
        yield made
    for child in children.get("identification", []):
        code = _get(child, "identificationTypeCode")
        notes = [
            code,
            _get(child, "identificationTypeDescription"),
            *(tidy(r.text) for r in child if str(r.tag).endswith("remark")),
        ]
        for flag, text in (
            ("knownExpired", "expired"),
            ("knownFalse", "false"),
            ("reportedLost", "reported lost"),
            ("revokedByIssuer", "revoked"),
        ):
            notes.append(text if _get(child, flag) == "true" else "")
        made = identifier(
            _KINDS.get(code, "other"),
            _get(child, "number") or _get(child, "latinNumber"),
            known_code(_get(child, "countryIso2Code")),
            note="; ".join(filter(None, dict.fromkeys(notes))) or None,
            of_vessel=entity_type == "vessel",
        )
        if made:
            yield made


FORMAT = ListFormat("eu_fsf_xml", _part_of, each_by_itself, _parse)
