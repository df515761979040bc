"""The United States' Consolidated Screening List in CSV: the lists of three departments in one file, each kept apart.

Layout: one header line (some copies have it twice) of 29 columns, then one row per entry. `; ` separates addresses,
other names, dates and numbers; an address ends in an ISO 3166-1 code, if the publisher knows the country. `_id` is the
Treasury's own number for its lists and a hash for the others. A number is written `CA, BC166787, Passport`.

The lists of the Treasury are copies with fewer facts than OFAC's own files: kinds of aliases and original scripts are
lost. They get list ids of their own (US-CSL-…), so that they never replace what OFAC itself publishes.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from screening.errors import ListError
from screening.lists.countries import CountryReader, country_code, known_code
from screening.lists.dates import birth_dates, full_date
from screening.lists.facts import Address, ListedEntity, Name, ParsedList, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.identifiers import countries_of_registration, identifier
from screening.lists.ofac_labels import add_labelled, add_remark
from screening.lists.recognise import text_of
from screening.lists.relations import linked_to, owned_by
from screening.lists.remarks import natural_order
from screening.lists.safe_xml import DOWNLOAD_AGAIN

COLUMNS = frozenset(
    ("_id", "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice",
     "start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type",
     "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url",
     "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids")
)  # fmt: skip
LIST_IDS = {
    "EL": "US-BIS-EL", "MEU": "US-BIS-MEU", "UVL": "US-BIS-UVL", "DPL": "US-BIS-DPL", "ISN": "US-STATE-ISN",
    "DTC": "US-STATE-DTC", "SDN": "US-CSL-SDN", "SSI": "US-CSL-SSI", "FSE": "US-CSL-FSE", "PLC": "US-CSL-PLC",
    "CAP": "US-CSL-CAP", "CMIC": "US-CSL-CMIC", "NS-MBS": "US-CSL-MBS",
}  # fmt: skip
"""Our list ids by the publisher's abbreviation; a list that is not known yet becomes US-CSL- and its abbreviation."""

_TYPES = {"individual": "person", "entity": "organisation", "vessel": "vessel", "aircraft": "aircraft"}
_SOURCE = re.compile(r"(?P<title>.*?) *\((?P<short>[A-Z][A-Z-]*)(?: List)?\) *(?P<more>List)? *-.*")
_POSTAL = re.compile(r"[A-Z]{0,3}[- ]?\d[\dA-Z]*(?:[- ][\dA-Z]*\d[\dA-Z]*)?")
_TO_REMARKS = {
    "standard_order": "Standard order", "gross_tonnage": "Gross tonnage",
    "gross_registered_tonnage": "Gross Registered Tonnage",
}  # fmt: skip


def _part_of(opening: Opening) -> str | None:
    return "list" if set(opening.first_row) >= COLUMNS else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    by_list: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    repeated: Counter[str] = Counter()
    for row in _rows(file):
        list_id, name = _list_of(tidy(row["source"]))
        known = by_list.setdefault((list_id, name), {})
        # The publisher prints some entries twice, with another link; two different ones under one number are refused.
        if row["_id"] in known and _facts(known[row["_id"]]) != _facts(row):
            raise ListError("two different entries carry the same number", where=file.where, remedy=DOWNLOAD_AGAIN)
        repeated[list_id] += row["_id"] in known
        known[row["_id"]] = row
    if not by_list:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    missing = sorted(set(LIST_IDS.values()) - {list_id for list_id, _ in by_list})
    of_file = [f"the file holds no entry of {', '.join(missing)}"] if missing else []
    lists = []
    for (list_id, name), rows in by_list.items():
        countries = CountryReader()
        entities = [_entity(row, list_id, countries) for row in rows.values()]
        again = [f"{repeated[list_id]} rows repeat an entry"] if repeated[list_id] else []
        lists.append(ParsedList(list_id, name, None, entities, of_file + again + countries.warnings()))
    return lists


def _rows(file: SourceFile) -> Iterator[dict[str, str]]:
    """Yield the rows by column. Raises ListError, with the row, when a row is not whole."""
    reader = csv.reader(io.StringIO(text_of(file.data, file.where), newline=""), strict=True)
    header = next(reader)
    number = 1
    try:
        for number, row in enumerate(reader, start=2):
            if row == header or not row:
                continue
            if len(row) != len(header):
                raise _cut(file, f"row {number} has {len(row)} columns instead of {len(header)}")
            yield dict(zip(header, row, strict=True))
    except csv.Error:
        raise _cut(file, f"row {number + 1} has a quotation mark that never closes") from None
    if not file.data.endswith(b"\n"):
        raise _cut(file, f"it breaks off in row {number}")


def _cut(file: SourceFile, what: str) -> ListError:
    return ListError(f"the list is broken or cut off: {what}", where=file.where, remedy=DOWNLOAD_AGAIN)


def _facts(row: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in row.items() if not key.endswith("_url")}


def _list_of(source: str) -> tuple[str, str]:
    """Return our list id and the publisher's title of `Entity List (EL) - Bureau of Industry and Security`."""
    match = _SOURCE.fullmatch(source)
    short = match["short"] if match else "OTHER"
    return LIST_IDS.get(short, f"US-CSL-{short}"), f"US {source}"


def _several(cell: str) -> list[str]:
    """Return the parts of a cell; the last one may begin with `and`, as in prose."""
    parts = (re.sub(r"^and(?: |$)", "", tidy(part)) for part in cell.split("; "))
    return [part for part in parts if part]


def _entity(row: dict[str, str], list_id: str, countries: CountryReader) -> ListedEntity:
    entity_type = _TYPES.get(row["type"].casefold(), "unknown")
    order = natural_order if entity_type == "person" else tidy
    flag = countries(row["vessel_flag"])
    codes = [known_code(part) for key in ("nationalities", "citizenships") for part in _several(row[key])]
    entity = ListedEntity(
        source_id=row["_id"],
        entity_type=entity_type,
        primary_name=order(tidy(row["name"])) or "(no name)",
        names=[Name(order(text), "alias") for text in _several(row["alt_names"])],
        addresses=[_address(text) for text in _several(row["addresses"])],
        programmes=_several(row["programs"]) or [list_id.rpartition("-")[2]],
        country_codes=[code for code in (*codes, flag) if code],
        birth_dates=[found for text in _several(row["dates_of_birth"]) for found in _birth_dates(text)],
        birth_places=_several(row["places_of_birth"]),
        legal_basis=_several(row["federal_register_notice"]),
        position=tidy(row["title"]) or None,
        listed_date=full_date(row["start_date"]),
        end_date=full_date(row["end_date"]),
        licence_requirement=tidy(row["license_requirement"]) or None,
        licence_policy=tidy(row["license_policy"]) or None,
        vessel_type=tidy(row["vessel_type"]) or None,
        vessel_flag_code=flag,
        vessel_owner=tidy(row["vessel_owner"]) or None,
        relations=linked_to(row["remarks"]) + owned_by(tidy(row["vessel_owner"])),
        source_url=row["source_information_url"] or row["source_list_url"] or None,
    )
    add_remark(entity, tidy(row["remarks"]))
    # What has no column of its own, officers read in the remarks.
    for column, label in _TO_REMARKS.items():
        if text := tidy(row[column]):
            add_remark(entity, f"{label}: {text}")
    if row["call_sign"] and (made := identifier("call_sign", row["call_sign"])):
        entity.identifiers.append(made)
    for text in sorted(_several(row["ids"])):
        _add_number(entity, text, countries)
    if entity_type == "organisation":
        entity.country_codes += countries_of_registration(entity.identifiers)
    return entity


def _add_number(entity: ListedEntity, text: str, countries: CountryReader) -> None:
    value, _, label = text.rpartition(", ")
    if not value:
        add_remark(entity, text)
        return
    country, comma, number = value.partition(", ")
    code = known_code(country) if comma and len(country) == 2 else None
    add_labelled(entity, label, number if code else value, code, countries)


def _birth_dates(text: str) -> list[str]:
    exact = full_date(text)
    return [exact.isoformat()] if exact else birth_dates(text)


def _address(text: str) -> Address:
    """Tell the country and the postal code, which end an address; street and city cannot be told apart."""
    rest, _, last = text.rpartition(", ")
    code = known_code(last) if len(last) == 2 and last.isupper() else country_code(last)
    *_, before = (rest if code else text).split(", ")
    postal = before if _POSTAL.fullmatch(before) and len(before) >= 4 else None
    return Address(text, postal_code=postal, country_code=code)


FORMAT = ListFormat("us_csl_csv", _part_of, each_by_itself, _parse)
