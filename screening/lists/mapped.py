"""National lists as tables: a CSV file or a workbook, and beside it a mapping file that says what its columns mean.

The mapping lies beside the list under its name and `.mapping.yml` (`terrorists.xlsx.mapping.yml`). A list whose titles
differ from its mapping is refused, since a column that was renamed or moved would otherwise be read as another.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256

from screening.errors import ListError
from screening.lists.countries import CountryReader, known_code
from screening.lists.dates import birth_dates, full_date
from screening.lists.facts import Address, ListedEntity, Name, ParsedList, Relation, tidy
from screening.lists.formats import ListFormat, SourceFile, each_by_itself
from screening.lists.identifiers import identifier
from screening.lists.mapping_file import ENDING, ListMapping, read_mapping
from screening.lists.relations import owned_by
from screening.lists.safe_xml import DOWNLOAD_AGAIN
from screening.lists.xlsx import is_workbook, rows_of

_SERIAL_DAY = re.compile(r"\d{4,5}(?:\.0)?")
_DAY_ZERO = date(1899, 12, 30)
"""What Excel counts days from, its leap year 1900 allowed for."""
_NAMES = {"name": "alias", "aliases": "alias", "former_names": "former", "weak_aliases": "weak"}


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    mapping = read_mapping(file.mapping, f"{file.where}{ENDING}")
    countries = CountryReader()
    entities = [_entity(row, number, mapping, file, countries) for number, row in _rows(file, mapping)]
    if not entities:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    warnings = []
    if not is_workbook(file.data) and not file.data.endswith(b"\n"):
        warnings.append("the last line does not end: whether the list is complete cannot be told")
    return [ParsedList(mapping.list_id, mapping.list_name, None, entities, warnings + countries.warnings())]


def _rows(file: SourceFile, mapping: ListMapping) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the number and the cells, by title, of each row below the titles; empty rows are passed over."""
    rows = rows_of(file.data, file.where) if is_workbook(file.data) else _csv_rows(file, mapping)
    titles: list[str] = []
    for number, row in enumerate(rows, start=1):
        if number == mapping.title_row:
            titles = [tidy(cell) for cell in row]
            if missing := [title for title in mapping.titles() if title not in titles]:
                raise ListError(
                    f"row {number} lacks {len(missing)} titles of the mapping, the first is {missing[0]!r}",
                    where=file.where,
                    remedy="Compare the mapping file with the list, which may have a new layout",
                )
        elif number > mapping.title_row and any(tidy(cell) for cell in row):
            padded = [*row, *[""] * (len(titles) - len(row))]
            yield number, dict(zip(titles, padded, strict=False))


def _csv_rows(file: SourceFile, mapping: ListMapping) -> Iterator[list[str]]:
    try:
        text = file.data.decode("utf-8-sig" if mapping.encoding == "utf-8" else mapping.encoding)
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mapping.delimiter, strict=True)
    except UnicodeDecodeError as error:
        raise ListError(
            f"the file is not {mapping.encoding} text: byte {error.start} cannot be read",
            where=file.where,
            remedy="State the encoding in the mapping file",
        ) from None
    except csv.Error:
        raise ListError(
            "the list is broken or cut off: a quotation mark never closes", where=file.where, remedy=DOWNLOAD_AGAIN
        ) from None


def _entity(
    row: Mapping[str, str], number: int, mapping: ListMapping, file: SourceFile, countries: CountryReader
) -> ListedEntity:
    def joined(key: str) -> str:
        return " ".join(text for title in mapping.columns.get(key, ()) if (text := tidy(row.get(title))))

    def several(key: str) -> list[str]:
        cells = (row.get(title) or "" for title in mapping.columns.get(key, ()))
        return [text for cell in cells for part in _split(cell, mapping.separator) if (text := tidy(part))]

    name = joined("name")
    if not name:
        raise ListError(f"row {number} has no name", where=file.where, remedy="Compare the mapping file with the list")
    stated_type = joined("entity_type")
    entity_type = mapping.entity_types.get(stated_type, mapping.entity_type)
    numbers = [
        made
        for title, kind in mapping.identifiers.items()
        for text in _split(row.get(title) or "", mapping.separator)
        if (made := identifier(kind, text, mapping.identifier_country, note=title, of_vessel=entity_type == "vessel"))
    ]
    born = [found for text in several("birth_dates") for found in _dates(text, file)]
    codes = [known_code(text) if len(text) == 2 else countries(text) for text in several("countries")]
    listed, ends = (
        next((day for text in _dates(joined(key), file) if (day := full_date(text))), None)
        for key in ("listed_date", "end_date")
    )
    flag = joined("vessel_flag")
    owner = joined("vessel_owner")
    gender = joined("gender").casefold()
    # Without a number of its own, an entry is known by what names it; a row number would move with every new row.
    known_by = "\n".join([name, *born, *sorted(made.value for made in numbers)])
    return ListedEntity(
        source_id=joined("source_id") or sha256(known_by.encode()).hexdigest()[:12],
        entity_type=entity_type,
        primary_name=name,
        names=[Name(text, kind) for key, kind in _NAMES.items() if key != "name" for text in several(key)],
        identifiers=numbers,
        addresses=[Address(text) for text in several("addresses")],
        programmes=several("programmes") or list(mapping.programmes),
        country_codes=[code for code in codes if code],
        birth_dates=born,
        birth_places=several("birth_places"),
        legal_basis=several("legal_basis") or list(mapping.legal_basis),
        position=joined("position") or None,
        listed_date=listed,
        end_date=ends,
        measures=several("measures"),
        gender=gender if gender in ("male", "female") else None,
        licence_requirement=joined("licence_requirement") or None,
        licence_policy=joined("licence_policy") or None,
        vessel_type=joined("vessel_type") or None,
        vessel_flag_code=known_code(flag) if len(flag) == 2 else countries(flag),
        vessel_owner=owner or None,
        source_url=joined("source_url") or None,
        relations=[
            Relation(kind, None, text, title)
            for title, kind in mapping.relations.items()
            for part in _split(row.get(title) or "", mapping.separator)
            if (text := tidy(part))
        ]
        + owned_by(owner, " ".join(mapping.columns.get("vessel_owner", ()))),
        remarks="\n".join(
            f"{title}: {text}" for title in mapping.columns.get("remarks", ()) if (text := tidy(row.get(title)))
        ) or None,
    )  # fmt: skip


def _split(cell: str, separator: str) -> list[str]:
    return [part for line in cell.splitlines() for part in line.split(separator)]


def _dates(text: str, file: SourceFile) -> list[str]:
    """Read a date as lists write it, and as a workbook counts it: the number of a day."""
    if _SERIAL_DAY.fullmatch(text) and is_workbook(file.data) and float(text) > 2999:
        return [(_DAY_ZERO + timedelta(days=int(float(text)))).isoformat()]
    exact = full_date(text)
    return [exact.isoformat()] if exact else birth_dates(text)


FORMAT = ListFormat("mapped", lambda opening: None, each_by_itself, _parse)
