"""OFAC's lists in the enhanced XML: `sanctionsData` holds `publicationInfo` and one `entity` for each entity.

What the other formats lack: names and addresses in their original script, the day an entity was put on each list, and
relations by the number of the other entity. A name has a translation for each script; the Latin one is the published
one. A birth date is text, and a range of days besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from screening.errors import ListError
from screening.lists.countries import CountryReader
from screening.lists.dates import birth_dates, full_date, years_between
from screening.lists.facts import Address, ListedEntity, Name, ParsedList, Relation, one_line, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.ofac_csv import NAMES
from screening.lists.ofac_labels import add_labelled, add_remark, finish
from screening.lists.ofac_xml import DETAILS_URL, TYPES
from screening.lists.relations import relation_kind
from screening.lists.safe_xml import DOWNLOAD_AGAIN, stream

LIST_IDS = {"SDN List": "OFAC-SDN", "Consolidated List": "OFAC-CONS"}
"""The two lists that OFAC publishes, by the names it filters its publications by."""


def _part_of(opening: Opening) -> str | None:
    return "list" if opening.root_name == "sanctionsData" else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    countries = CountryReader()
    published = None
    selected: list[str] = []
    by_list: dict[str, list[ListedEntity]] = {}
    for element in stream(file.data, ("publicationInfo", "entity"), file.where):
        if str(element.tag).endswith("publicationInfo"):
            published = full_date(_text(element, "dataAsOf"))
            selected = _texts(element, "filters", "sanctionsLists", "sanctionsList")
            continue
        entity = _entity(element, countries)
        # Entities of the consolidated list that are on the SDN list too say so, hence the filter comes first.
        lists = [name for name in selected if name in LIST_IDS]
        if len(lists) != 1:
            lists = [name for name in _texts(element, "sanctionsLists", "sanctionsList") if name in LIST_IDS]
        for list_id in sorted({LIST_IDS[name] for name in lists} or {"OFAC-CONS"}):
            by_list.setdefault(list_id, []).append(entity)
    if not by_list:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    warnings = [] if published else ["the list does not say of which day it is"]
    return [
        ParsedList(list_id, NAMES[list_id], published, entities, warnings + countries.warnings())
        for list_id, entities in by_list.items()
    ]


def _text(element: etree._Element, *tags: str) -> str:
    return tidy(element.findtext("/".join(f"{{*}}{tag}" for tag in tags)))


def _all(element: etree._Element, *tags: str) -> list[etree._Element]:
    return element.findall("/".join(f"{{*}}{tag}" for tag in tags))


def _texts(element: etree._Element, *tags: str) -> list[str]:
    return [text for child in _all(element, *tags) if (text := tidy(child.text))]


def _entity(element: etree._Element, countries: CountryReader) -> ListedEntity:
    source_id = element.get("id") or ""
    entity_type = TYPES.get(_text(element, "generalInfo", "entityType").casefold(), "unknown")
    names = list(_names(element, entity_type))
    primary = next((name for name in names if name.kind == "primary"), names[0] if names else Name("(no name)", ""))
    listings = _all(element, "sanctionsLists", "sanctionsList")
    entity = ListedEntity(
        source_id=source_id,
        entity_type=entity_type,
        primary_name=primary.name,
        names=[name for name in names if name is not primary],
        addresses=[made for child in _all(element, "addresses", "address") for made in _addresses(child, countries)],
        programmes=_texts(element, "sanctionsPrograms", "sanctionsProgram"),
        legal_basis=_texts(element, "legalAuthorities", "legalAuthority"),
        position=_text(element, "generalInfo", "title") or None,
        measures=_texts(element, "sanctionsTypes", "sanctionsType"),
        relations=[made for child in _all(element, "relationships", "relationship") for made in _relations(child)],
        listed_date=min((day for child in listings if (day := full_date(child.get("datePublished")))), default=None),
        source_url=DETAILS_URL + source_id,
    )
    for child in listings:
        add_remark(entity, one_line(f"On {tidy(child.text)}", child.get("datePublished")))
    for child in _all(element, "identityDocuments", "identityDocument"):
        _add_document(entity, child, countries)
    for child in _all(element, "features", "feature"):
        _add_feature(entity, child, countries)
    finish(entity, _text(element, "generalInfo", "remarks"))
    return entity


def _names(element: etree._Element, entity_type: str) -> Iterator[Name]:
    for name in _all(element, "names", "name"):
        is_former = _text(name, "aliasType").casefold().startswith("f")
        kind = "former" if is_former else "weak" if _text(name, "isLowQuality") == "true" else "alias"
        for translation in _all(name, "translations", "translation"):
            given, family = _text(translation, "formattedFirstName"), _text(translation, "formattedLastName")
            whole = _text(translation, "formattedFullName")
            text = " ".join(filter(None, (given, family))) if entity_type == "person" or not whole else whole
            if text:
                published = _text(name, "isPrimary") == "true" and _text(translation, "isPrimary") == "true"
                yield Name(text, "primary" if published else kind)


def _addresses(element: etree._Element, countries: CountryReader) -> Iterator[Address]:
    country = _text(element, "country")
    for translation in _all(element, "translations", "translation"):
        parts: dict[str, str] = {}
        for part in _all(translation, "addressParts", "addressPart"):
            parts[_text(part, "type").upper()] = _text(part, "value")
        street = one_line(*(parts.get(f"ADDRESS{number}") for number in (1, 2, 3)))
        city, postal = parts.get("CITY"), parts.get("POSTAL CODE")
        region = one_line(parts.get("STATE/PROVINCE"), parts.get("REGION"))
        if full := one_line(street, city, region, postal, country):
            yield Address(
                full, street or None, city or None, region or None, postal or None, countries(country), country or None
            )


def _relations(relation: etree._Element) -> Iterator[Relation]:
    words = _text(relation, "type")
    for other in _all(relation, "relatedEntity"):
        yield Relation(relation_kind(words), other.get("entityId"), tidy(other.text), words)


def _add_document(entity: ListedEntity, document: etree._Element, countries: CountryReader) -> None:
    notes = [
        _text(document, "issuingAuthority"),
        *(f"{said} {day}" for said, tag in (("issued", "issueDate"), ("expires", "expirationDate"))
          if (day := _text(document, tag))),
        "" if _text(document, "isValid") != "false" else "not valid",
        _text(document, "comments"),
    ]  # fmt: skip
    add_labelled(
        entity,
        _text(document, "type"),
        _text(document, "documentNumber"),
        countries(_text(document, "issuingCountry")),
        countries,
        note="; ".join(filter(None, notes)),
    )


def _add_feature(entity: ListedEntity, feature: etree._Element, countries: CountryReader) -> None:
    label, value = _text(feature, "type"), _text(feature, "value")
    if label == "Birthdate":
        entity.birth_dates += birth_dates(value) or _years(feature)
    elif label == "Place of Birth":
        entity.birth_places += [value] if value else []
    else:
        add_labelled(entity, label, value, None, countries, note=_text(feature, "comments"))


def _years(feature: etree._Element) -> list[str]:
    """Return the years of a birth date that says itself as a range of days alone."""
    first = full_date(_text(feature, "valueDate", "fromDateBegin"))
    last = full_date(_text(feature, "valueDate", "toDateEnd"))
    return years_between(first.year, last.year) if first and last else []


FORMAT = ListFormat("ofac_enhanced_xml", _part_of, each_by_itself, _parse)
