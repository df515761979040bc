"""The UK Sanctions List in CSV: a line `Report Date: 22-Aug-2026`, a header of 58 columns, and rows for each entity."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from screening.errors import ListError
from screening.lists.countries import CountryReader
from screening.lists.dates import full_date
from screening.lists.facts import ParsedList
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.recognise import text_of
from screening.lists.safe_xml import DOWNLOAD_AGAIN
from screening.lists.uk_rows import LIST_ID, LIST_NAME, entity_of

REPORT_DATE = "Report Date:"
MUST_HAVE = frozenset({"Unique ID", "Name 6", "Name type", "Designation Type", "Regime Name", "Date Designated"})


def _part_of(opening: Opening) -> str | None:
    row = opening.first_row
    return "list" if row and (row[0].startswith(REPORT_DATE) or set(row) >= MUST_HAVE) else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    published, by_entity = _read(file)
    if not by_entity:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    countries = CountryReader()
    entities = [entity_of(source_id, rows, countries) for source_id, rows in by_entity.items()]
    warnings = [] if published else ["the list does not say its report date"]
    return [ParsedList(LIST_ID, LIST_NAME, published, entities, warnings + countries.warnings())]


def _read(file: SourceFile) -> tuple[date | None, dict[str, list[dict[str, str]]]]:
    """Return the report date and the rows of each entity. Raises ListError, with the row, when one is not whole."""
    reader = csv.reader(io.StringIO(text_of(file.data, file.where), newline=""), strict=True)
    by_entity: dict[str, list[dict[str, str]]] = {}
    published = None
    number = 0
    try:
        header = next(reader)
        if header[0].startswith(REPORT_DATE):
            published = full_date(header[0].removeprefix(REPORT_DATE).replace("-", " "))
            header = next(reader, [])
        header = [name.strip() for name in header]
        if not set(header) >= MUST_HAVE:
            raise _cut(file, "the header lacks columns")
        for number, row in enumerate(reader, start=1):
            if len(row) != len(header):
                raise _cut(file, f"row {number} has {len(row)} columns instead of {len(header)}")
            cells = dict(zip(header, row, strict=True))
            by_entity.setdefault(cells["Unique ID"].strip(), []).append(cells)
    except csv.Error:
        raise _cut(file, f"row {number + 1} has a quotation mark that never closes") from None
    if not file.data.endswith(b"\n"):
        raise _cut(file, f"it breaks off in row {number}")
    return published, by_entity


def _cut(file: SourceFile, what: str) -> ListError:
    return ListError(f"the list is broken or cut off: {what}", where=file.where, remedy=DOWNLOAD_AGAIN)


FORMAT = ListFormat("uk_csv", _part_of, each_by_itself, _parse)
