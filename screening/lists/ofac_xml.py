"""OFAC's lists in the classic XML: `sdnList` holds `publshInformation` (spelt so) and one `sdnEntry` for each entity.

`Publish_Date` is MM/DD/YYYY, and `Record_Count` tells whether all entries came. The namespace changed in 2024, so it is
not looked at. Aliases say whether they are weak; original scripts are in the enhanced XML only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lxml import etree

from screening.errors import ListError
from screening.lists.countries import CountryReader
from screening.lists.dates import birth_dates, full_date
from screening.lists.facts import Address, ListedEntity, Name, ParsedList, one_line, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.ofac_csv import NAMES, list_id_of
from screening.lists.ofac_labels import add_labelled, finish
from screening.lists.relations import linked_to
from screening.lists.safe_xml import DOWNLOAD_AGAIN, stream

TYPES = {"individual": "person", "entity": "organisation", "vessel": "vessel", "aircraft": "aircraft"}
DETAILS_URL = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
_US_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_OF_VESSELS = {
    "callSign": "Vessel Call Sign", "vesselType": "Vessel Type", "vesselFlag": "Vessel Flag",
    "tonnage": "Vessel Tonnage", "grossRegisteredTonnage": "Gross Registered Tonnage", "vesselOwner": "Vessel Owner",
}  # fmt: skip


def _part_of(opening: Opening) -> str | None:
    return "list" if opening.root_name == "sdnList" else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    countries = CountryReader()
    published, expected = None, ""
    entities = []
    for element in stream(file.data, ("publshInformation", "sdnEntry"), file.where):
        if str(element.tag).endswith("publshInformation"):
            published = us_date(_text(element, "Publish_Date"))
            expected = _text(element, "Record_Count")
            continue
        entities.append(_entity(element, countries))
    if not entities:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    if expected.isdecimal() and int(expected) != len(entities):
        raise ListError(
            f"the list holds {len(entities)} entries and says that it has {expected}",
            where=file.where,
            remedy=DOWNLOAD_AGAIN,
        )
    warnings = [] if expected else ["the list does not say how many entries it has"]
    list_id = list_id_of(entity.programmes for entity in entities)
    return [ParsedList(list_id, NAMES[list_id], published, entities, warnings + countries.warnings())]


def us_date(text: str) -> date | None:
    """Read MM/DD/YYYY, as this publisher writes the date of publication; None for anything else."""
    match = _US_DATE.fullmatch(text)
    return full_date(f"{match[3]}-{match[1]}-{match[2]}") if match else None


def _text(element: etree._Element, tag: str) -> str:
    return tidy(element.findtext(f"{{*}}{tag}"))


def _all(element: etree._Element, *tags: str) -> list[etree._Element]:
    return element.findall("/".join(f"{{*}}{tag}" for tag in tags))


def _entity(element: etree._Element, countries: CountryReader) -> ListedEntity:
    source_id = _text(element, "uid")
    entity = ListedEntity(
        source_id=source_id,
        entity_type=TYPES.get(_text(element, "sdnType").casefold(), "unknown"),
        primary_name=_name(element) or "(no name)",
        names=list(_aliases(element)),
        addresses=[made for child in _all(element, "addressList", "address") if (made := _address(child, countries))],
        programmes=[text for child in _all(element, "programList", "program") if (text := tidy(child.text))],
        birth_dates=[
            found
            for child in _all(element, "dateOfBirthList", "dateOfBirthItem")
            for found in birth_dates(_text(child, "dateOfBirth"))
        ],
        birth_places=[
            text
            for child in _all(element, "placeOfBirthList", "placeOfBirthItem")
            if (text := _text(child, "placeOfBirth"))
        ],
        position=_text(element, "title") or None,
        source_url=DETAILS_URL + source_id,
    )
    for parent, child in (("nationalityList", "nationality"), ("citizenshipList", "citizenship")):
        codes = (countries(_text(found, "country")) for found in _all(element, parent, child))
        entity.country_codes += [code for code in codes if code]
    for info in _all(element, "vesselInfo"):
        for tag, label in _OF_VESSELS.items():
            add_labelled(entity, label, _text(info, tag), None, countries)
    for number in _all(element, "idList", "id"):
        days = (("issued", _text(number, "issueDate")), ("expires", _text(number, "expirationDate")))
        add_labelled(
            entity,
            _text(number, "idType"),
            _text(number, "idNumber"),
            countries(_text(number, "idCountry")),
            countries,
            note="; ".join(f"{said} {day}" for said, day in days if day),
        )
    entity.relations += linked_to(_text(element, "remarks"))
    finish(entity, _text(element, "remarks"))
    return entity


def _name(element: etree._Element) -> str:
    return " ".join(part for tag in ("firstName", "lastName") if (part := _text(element, tag)))


def _aliases(element: etree._Element) -> Iterator[Name]:
    for alias in _all(element, "akaList", "aka"):
        if name := _name(alias):
            is_weak = _text(alias, "category").casefold() == "weak"
            is_former = _text(alias, "type").casefold().startswith("f")
            yield Name(name, "former" if is_former else "weak" if is_weak else "alias")


def _address(element: etree._Element, countries: CountryReader) -> Address | None:
    street = one_line(*(_text(element, f"address{number}") for number in (1, 2, 3)))
    city, region, postal, country = (
        _text(element, tag) for tag in ("city", "stateOrProvince", "postalCode", "country")
    )
    full = one_line(street, city, region, postal, country)
    if not full:
        return None
    return Address(
        full, street or None, city or None, region or None, postal or None, countries(country), country or None
    )


FORMAT = ListFormat("ofac_xml", _part_of, each_by_itself, _parse)
