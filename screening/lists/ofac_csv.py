"""OFAC's CSV files: the SDN list and the consolidated (non-SDN) list, each an entity file with three companions.

Layout: entities have 12 columns, addresses 6, aliases 5, continued remarks 2; there is no header, a missing value is
`-0- `, and the files end with a row of the single character 0x1A (the file of continued remarks does not). Rows of the
companions name their entity by number. Remarks of more than 1,000 characters go on in the file of continued remarks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from screening.errors import ListError
from screening.lists.countries import CountryReader
from screening.lists.facts import Address, ListedEntity, Name, ParsedList, one_line, tidy
from screening.lists.formats import ListFormat, SourceFile
from screening.lists.identifiers import countries_of_registration, identifier
from screening.lists.ofac_files import (
    ADDRESSES,
    ALIAS_KINDS,
    ALIASES,
    ENTITIES,
    REMARKS,
    TYPES,
    check_orphans,
    group,
    part_of,
    plain,
    read_rows,
    source_ids_of,
    warn_of_files,
)
from screening.lists.relations import owned_by
from screening.lists.remarks import mine, natural_order
from screening.lists.safe_xml import DOWNLOAD_AGAIN

LONGEST_REMARK = 1000
NAMES = {"OFAC-SDN": "OFAC Specially Designated Nationals", "OFAC-CONS": "OFAC Consolidated (non-SDN) List"}
NON_SDN_PROGRAMMES = frozenset({"NS-PLC", "CMIC-EO13959", "FSE-IR", "FSE-SY", "FSE-WMD", "561-Related", "CAPTA"})
"""Programmes of the consolidated list. On the SDN list they only stand beside others, so one row under nothing else
tells the consolidated list."""

_TAIL_NUMBER = re.compile(r"[A-Z0-9]{1,3}-[A-Z0-9]{2,6}|[A-Z]{1,2}\d[A-Z0-9]{2,5}")
_POSTAL = re.compile(r"(?P<place>.*?)[ ,]*(?P<postal>[A-Z]{0,3}[- ]?\d[\dA-Z]*(?:[- ][\dA-Z]*\d[\dA-Z]*)?)")


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    parts = {file.part: read_rows(file) for file in files}
    where = {file.part: file.where for file in files}
    rows = parts[ENTITIES]
    if not rows:
        raise ListError("the list holds no entity", where=where[ENTITIES], remedy=DOWNLOAD_AGAIN)
    source_ids, repeated = source_ids_of(rows, where[ENTITIES])
    known = {row[0].strip() for row in rows}
    warnings = warn_of_files(files, parts)
    if repeated:
        warnings.append(
            f"{repeated} entity rows carry the number of another entity; they are kept under a number with a suffix"
        )
    for part in (ADDRESSES, ALIASES, REMARKS):
        warnings += check_orphans(part, parts.get(part, []), known, repeated, where.get(part, ""))
    continued: dict[str, str] = defaultdict(str)
    for number, text in parts.get(REMARKS, []):
        continued[number.strip()] += text
    countries = CountryReader()
    aliases = _aliases(parts.get(ALIASES, []))
    addresses = _addresses(parts.get(ADDRESSES, []), countries)
    entities = [
        _entity(
            source_id,
            row,
            continued.get(source_id, ""),
            aliases.get(source_id, []),
            addresses.get(source_id, []),
            countries,
        )
        for source_id, row in zip(source_ids, rows, strict=True)
    ]
    cut = sum(
        len(row[11]) >= LONGEST_REMARK and source_id not in continued
        for source_id, row in zip(source_ids, rows, strict=True)
    )
    if cut:
        warnings.append(f"{cut} remarks are cut off at {LONGEST_REMARK:,} characters: their continuation is missing")
    list_id = list_id_of(map(_split_programmes, {row[3] for row in rows}))
    return [ParsedList(list_id, NAMES[list_id], None, entities, warnings + countries.warnings())]


def list_id_of(programmes: Iterable[Iterable[str]]) -> str:
    """Tell OFAC's two lists apart by the programmes of each entity."""
    each_set = (set(of_one) for of_one in programmes)
    return "OFAC-CONS" if any(each and each <= NON_SDN_PROGRAMMES for each in each_set) else "OFAC-SDN"


def _split_programmes(cell: str) -> list[str]:
    return [tidy(part) for part in re.split(r"\] *\[", plain(cell)) if tidy(part)]


def _aliases(rows: Iterable[list[str]]) -> dict[str, list[tuple[str, str]]]:
    by_entity: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, _, kind, name, _ in rows:
        if alias := tidy(plain(name)):
            by_entity[number.strip()].append((alias, ALIAS_KINDS.get(plain(kind).lower(), "alias")))
    return by_entity


def _addresses(rows: Iterable[list[str]], countries: CountryReader) -> dict[str, list[Address]]:
    """Addresses by entity number. Rows without any part are left out; OFAC has thousands of them."""
    by_entity: dict[str, list[Address]] = defaultdict(list)
    for number, _, *cells, _ in rows:
        street, place, country = (tidy(plain(cell)) for cell in cells)
        if street or place or country:
            by_entity[number.strip()].append(_address(street, place, country, countries))
    return by_entity


def _address(street: str, place: str, country: str, countries: CountryReader) -> Address:
    """Take apart the column that holds city, region and postal code together: `Cartago, Valle`, `Berlin 12353`."""
    city, _, region = place.partition(",")
    postal = _POSTAL.fullmatch(region.strip() or city)
    if postal and region:
        region = postal["place"]
    elif postal:
        city = postal["place"]
    return Address(
        full_address=one_line(street, place, country),
        street=street or None,
        city=city.strip() or None,
        region=region.strip(" ,") or None,
        postal_code=postal["postal"] if postal else None,
        country_code=countries(country),
        country_name=country or None,
    )


def _entity(
    source_id: str,
    row: Sequence[str],
    continued: str,
    aliases: Sequence[tuple[str, str]],
    addresses: list[Address],
    countries: CountryReader,
) -> ListedEntity:
    cells = [tidy(plain(cell)) for cell in row[:11]]
    _, name, kind, _, title, call_sign, vessel_type, tonnage, gross_tonnage, flag, owner = cells
    entity_type = TYPES.get(kind.lower(), "unknown")
    is_person = entity_type == "person"
    remarks = tidy(plain(row[11])) if not continued else tidy(row[11] + continued)
    is_cut = len(row[11]) >= LONGEST_REMARK and not continued
    found = mine(remarks, entity_type, countries, is_cut=is_cut)
    identifiers = list(found.identifiers)
    if call_sign and (made := identifier("call_sign", call_sign)):
        identifiers.append(made)
    if entity_type == "aircraft" and _TAIL_NUMBER.fullmatch(name) and (made := identifier("aircraft_tail", name)):
        identifiers.append(made)
    registered = countries_of_registration(identifiers) if entity_type == "organisation" else []
    flags = [code] if (code := countries(flag)) else []
    # The tables have no columns for these two, so they go where an officer reads on.
    tonnages = [
        f"{label} {text}"
        for label, text in (("Vessel Tonnage", tonnage), ("Gross Registered Tonnage", gross_tonnage))
        if text
    ]
    return ListedEntity(
        source_id=source_id,
        entity_type=entity_type,
        primary_name=(natural_order(name) if is_person else name) or "(no name)",
        names=[Name(natural_order(text) if is_person else text, alias_kind) for text, alias_kind in aliases]
        + found.names,
        identifiers=identifiers,
        addresses=addresses,
        relations=found.relations + owned_by(owner),
        programmes=_split_programmes(row[3]),
        country_codes=flags + found.country_codes + registered,
        birth_dates=found.birth_dates,
        birth_places=found.birth_places,
        legal_basis=found.legal_basis,
        position=title or None,
        gender=found.gender,
        listed_date=found.listed_date,
        vessel_type=vessel_type or found.vessel_type,
        vessel_flag_code=next(iter(flags), found.vessel_flag_code) if entity_type == "vessel" else None,
        vessel_owner=owner or None,
        source_url=f"https://sanctionssearch.ofac.treas.gov/Details.aspx?id={row[0].strip()}",
        remarks="; ".join(part for part in (remarks, *tonnages) if part) or None,
    )


FORMAT = ListFormat("ofac_csv", part_of, group, _parse)
