"""OFAC's CSV files: the SDN list and the consolidated (non-SDN) list, each an entity file with three companions.

Layout: entities have 12 columns, addresses 6, aliases 5, continued remarks 2; there is no header, a missing value is
`-0- `, and the files end with a row of the single character 0x1A (the file of continued remarks does not). Rows of the
companions name their entity by number. Remarks of more than 1,000 characters go on in the file of continued remarks.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from screening.errors import ListError
from screening.lists.countries import CountryReader
from screening.lists.facts import Address, ListedEntity, Name, ParsedList, one_line, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile
from screening.lists.identifiers import countries_of_registration, identifier
from screening.lists.recognise import text_of
from screening.lists.remarks import mine, natural_order
from screening.lists.safe_xml import DOWNLOAD_AGAIN

ENTITIES, ADDRESSES, ALIASES, REMARKS = "entities", "addresses", "aliases", "remarks"
COLUMNS = {ENTITIES: 12, ADDRESSES: 6, ALIASES: 5, REMARKS: 2}
END_ROW = "\x1a"
LONGEST_REMARK = 1000
NAMES = {"OFAC-SDN": "OFAC Specially Designated Nationals", "OFAC-CONS": "OFAC Consolidated (non-SDN) List"}
NON_SDN_PROGRAMMES = frozenset({"NS-PLC", "CMIC-EO13959", "FSE-IR", "FSE-SY", "FSE-WMD", "561-Related", "CAPTA"})
"""Programmes of the consolidated list. On the SDN list they only stand beside others, so one row under nothing else
tells the consolidated list."""

_TYPES = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", "": "organisation"}
_ALIAS_KINDS = {"aka": "alias", "fka": "former", "nka": "alias"}
_TAIL_NUMBER = re.compile(r"[A-Z0-9]{1,3}-[A-Z0-9]{2,6}|[A-Z]{1,2}\d[A-Z0-9]{2,5}")
_POSTAL = re.compile(r"(?P<place>.*?)[ ,]*(?P<postal>[A-Z]{0,3}[- ]?\d[\dA-Z]*(?:[- ][\dA-Z]*\d[\dA-Z]*)?)")


def _part_of(opening: Opening) -> str | None:
    row = opening.first_row
    if not row or not row[0].strip().isdecimal():
        return None
    if len(row) == COLUMNS[ENTITIES] and _plain(row[2]) in _TYPES:
        return ENTITIES
    if len(row) == COLUMNS[ALIASES] and row[1].strip().isdecimal() and _plain(row[2]) in _ALIAS_KINDS:
        return ALIASES
    if len(row) == COLUMNS[ADDRESSES] and row[1].strip().isdecimal():
        return ADDRESSES
    return REMARKS if len(row) == COLUMNS[REMARKS] else None


def _plain(cell: str) -> str:
    """Return the cell, and nothing for OFAC's null."""
    cell = cell.strip()
    return "" if cell == "-0-" else cell


def _rows(file: SourceFile) -> list[list[str]]:
    """Return the rows without the end row. Raises ListError, with the row, when the file is not complete.

    Files in the publisher's own layout (CRLF line ends) must have the end row. Copies that were written anew (LF) have
    often lost it; there the last row must at least be whole.
    """
    text = text_of(file.data, file.where)
    columns = COLUMNS[file.part]
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if row == [END_ROW]:
                break
            if len(row) != columns or not row[0].strip().isdecimal():
                raise _cut(file, f"row {len(rows) + 1} has {len(row)} columns instead of {columns}")
            rows.append(row)
        else:
            _must_end_whole(file, text, len(rows))
        if next(reader, None):
            raise _cut(file, f"rows follow the end row, which is row {len(rows) + 1}")
    except csv.Error:
        raise _cut(file, f"row {len(rows) + 1} has a quotation mark that never closes") from None
    return rows


def _must_end_whole(file: SourceFile, text: str, count: int) -> None:
    if not text.endswith("\n"):
        raise _cut(file, f"it breaks off in row {count}")
    if text.endswith("\r\n") and file.part != REMARKS:
        raise _cut(file, f"it breaks off after row {count}: the publisher's end row (0x1A) is missing")


def _cut(file: SourceFile, what: str) -> ListError:
    return ListError(f"the {file.part} file is broken or cut off: {what}", where=file.where, remedy=DOWNLOAD_AGAIN)


def _group(files: Sequence[SourceFile]) -> list[list[SourceFile]]:
    """Bring companions to their entity file: of those in the same folder (else of all) the one that knows most ids."""
    entity_files = [file for file in files if file.part == ENTITIES]
    ids = {file.path: {row.split(b",", 1)[0] for row in file.data.splitlines()} for file in files}
    groups = {file.path: [file] for file in entity_files}
    for file in files:
        if file.part == ENTITIES:
            continue
        near = [e for e in entity_files if e.path.parent == file.path.parent] or entity_files
        if not near:
            raise ListError(
                f"this is OFAC's {file.part} file, and the entity file it belongs to is missing",
                where=file.where,
                remedy="Give sdn.csv (or cons_prim.csv) together with it",
            )
        home = groups[max(near, key=lambda e: len(ids[e.path] & ids[file.path])).path]
        if any(other.part == file.part for other in home):
            raise ListError(
                f"two {file.part} files belong to the same entity file",
                where=file.where,
                remedy="Give the files of one version at a time, or each version in a folder of its own",
            )
        home.append(file)
    return list(groups.values())


def _parse(files: Sequence[SourceFile]) -> ParsedList:
    parts = {file.part: _rows(file) for file in files}
    where = {file.part: file.where for file in files}
    rows = parts[ENTITIES]
    if not rows:
        raise ListError("the list holds no entity", where=where[ENTITIES], remedy=DOWNLOAD_AGAIN)
    source_ids, repeated = _source_ids(rows, where[ENTITIES])
    known = {row[0].strip() for row in rows}
    warnings = _warn_of_files(files, parts)
    if repeated:
        warnings.append(
            f"{repeated} entity rows carry the number of another entity; they are kept under a number with a suffix"
        )
    for part in (ADDRESSES, ALIASES, REMARKS):
        warnings += _check_orphans(part, parts.get(part, []), known, repeated, where.get(part, ""))
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
    list_id = _list_id(rows)
    return ParsedList(list_id, NAMES[list_id], None, entities, warnings + countries.warnings())


def _list_id(rows: Iterable[list[str]]) -> str:
    programmes = (set(_split_programmes(cell)) for cell in {row[3] for row in rows})
    return "OFAC-CONS" if any(each and each <= NON_SDN_PROGRAMMES for each in programmes) else "OFAC-SDN"


def _split_programmes(cell: str) -> list[str]:
    return [tidy(part) for part in re.split(r"\] *\[", _plain(cell)) if tidy(part)]


def _source_ids(rows: Sequence[list[str]], where: str) -> tuple[list[str], int]:
    """Return each row's number, and how many rows carry a number that another name has already.

    The same number with the same name is a file pasted together, and refused. With another name it is a slip of a pen
    (seen in the wild): refusing it would stop the list, dropping it would lose a listed party, so it gets a suffix.
    """
    seen: dict[str, set[str]] = {}
    source_ids: list[str] = []
    repeated = 0
    for position, row in enumerate(rows, start=1):
        number = row[0].strip()
        names = seen.setdefault(number, set())
        if tidy(row[1]) in names:
            raise ListError(
                f"entity number {number} occurs twice, again in row {position}", where=where, remedy=DOWNLOAD_AGAIN
            )
        source_ids.append(f"{number}.{len(names) + 1}" if names else number)
        repeated += bool(names)
        names.add(tidy(row[1]))
    return source_ids, repeated


def _warn_of_files(files: Sequence[SourceFile], parts: dict[str, list[list[str]]]) -> list[str]:
    warnings = [
        f"the {part} file is missing: the list is loaded without it"
        for part in (ADDRESSES, ALIASES)
        if part not in parts
    ]
    warnings += [
        f"{file.path.name} has no end row: whether it is complete cannot be told"
        for file in files
        if file.part != REMARKS and not file.data.rstrip(b"\r\n").endswith(END_ROW.encode())
    ]
    return warnings


def _check_orphans(part: str, rows: Sequence[list[str]], known: set[str], repeated: int, where: str) -> list[str]:
    """Refuse companions that know entities which the entity file does not: it is cut off, or of another day.

    As many unknown numbers as rows under a number of another entity are forgiven: they are the same slip.
    """
    orphans = Counter(number for row in rows if (number := row[0].strip()) not in known)
    if len(orphans) > repeated:
        raise ListError(
            f"the {part} file names {len(orphans)} entities that the entity file does not hold: "
            "the entity file is cut off or of another date",
            where=where,
            remedy="Download all files of the list again, together",
        )
    return [f"{orphans.total()} rows of the {part} file name an entity that does not exist"] if orphans else []


def _aliases(rows: Iterable[list[str]]) -> dict[str, list[tuple[str, str]]]:
    by_entity: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, _, kind, name, _ in rows:
        if plain := tidy(_plain(name)):
            by_entity[number.strip()].append((plain, _ALIAS_KINDS.get(_plain(kind).lower(), "alias")))
    return by_entity


def _addresses(rows: Iterable[list[str]], countries: CountryReader) -> dict[str, list[Address]]:
    by_entity: dict[str, list[Address]] = defaultdict(list)
    for number, _, street, place, country, _ in rows:
        street, place, country = (tidy(_plain(cell)) for cell in (street, place, country))
        if full := one_line(street, place, country):
            city, _, region = place.partition(",")
            match = _POSTAL.fullmatch(region.strip() or city)
            postal = match["postal"] if match else None
            if match and region:
                region = match["place"]
            elif match:
                city = match["place"]
            code = countries(country)
            by_entity[number.strip()].append(
                Address(
                    full,
                    street or None,
                    city.strip() or None,
                    region.strip(" ,") or None,
                    postal,
                    code,
                    country or None,
                )
            )
    return by_entity


def _entity(
    source_id: str,
    row: Sequence[str],
    continued: str,
    aliases: Sequence[tuple[str, str]],
    addresses: list[Address],
    countries: CountryReader,
) -> ListedEntity:
    cells = [tidy(_plain(cell)) for cell in row[:11]]
    _, name, kind, _, title, call_sign, vessel_type, tonnage, gross_tonnage, flag, owner = cells
    entity_type = _TYPES.get(kind.lower(), "unknown")
    is_person = entity_type == "person"
    remarks = tidy(_plain(row[11])) if not continued else tidy(row[11] + continued)
    is_cut = len(row[11]) >= LONGEST_REMARK and not continued
    found = mine(remarks, entity_type, countries, is_cut=is_cut)
    identifiers = list(found.identifiers)
    if call_sign and (made := identifier("call_sign", call_sign)):
        identifiers.append(made)
    if entity_type == "aircraft" and _TAIL_NUMBER.fullmatch(name) and (made := identifier("aircraft_tail", name)):
        identifiers.append(made)
    registered = countries_of_registration(identifiers) if entity_type == "organisation" else []
    flags = [code] if (code := countries(flag)) else []
    # The tables have no columns for these three, so they go where an officer reads on.
    vessel = [
        f"{label} {text}"
        for label, text in (
            ("Vessel Tonnage", tonnage),
            ("Gross Registered Tonnage", gross_tonnage),
            ("Vessel Owner", owner),
        )
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
        programmes=_split_programmes(row[3]),
        country_codes=flags + found.country_codes + registered,
        birth_dates=found.birth_dates,
        birth_places=found.birth_places,
        legal_basis=found.legal_basis,
        position=title or None,
        gender=found.gender,
        listed_date=found.listed_date,
        vessel_type=vessel_type or found.vessel_type,
        source_url=f"https://sanctionssearch.ofac.treas.gov/Details.aspx?id={row[0].strip()}",
        remarks="; ".join(part for part in (remarks, *vessel) if part) or None,
    )


FORMAT = ListFormat("ofac_csv", _part_of, _group, _parse)
