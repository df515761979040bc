"""Japan's foreign end users of concern (METI), a workbook with one row for each organisation.

Cells hold several lines, Japanese and English: the country twice, the name with its Japanese form in brackets below,
other names behind a middle dot each. The concerns are letters: B biological, C chemical, M missile, N nuclear weapons,
CW conventional weapons.

The number in the first column is the row's own, so it moves whenever a row is added above; it identifies nothing. An
entity is identified by its country and its name instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import sha256

from screening.errors import ListError
from screening.lists.countries import CountryReader
from screening.lists.facts import ListedEntity, Name, ParsedList, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.identifiers import letters_and_digits
from screening.lists.safe_xml import DOWNLOAD_AGAIN
from screening.lists.xlsx import rows_of

_HEADER = ("country or region", "company or organization", "also known as", "type of wmd", "conventional weapons")
_BULLET = re.compile(r"\s*・\s*")
_IN_BRACKETS = re.compile(r"\((?P<name>.+)\)")
_ENDS_IN_BRACKETS = re.compile(r"(?P<name>.+?)\s*\((?P<inner>[^()]+)\)")
_JAPANESE_OR_CHINESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_SHORT_FORM = re.compile(r"[A-Z][A-Z0-9 &-]{1,9}")
_CONCERN = re.compile(r"(?<![A-Z])(?:CW|[BCMN])(?![A-Z])")


def _columns(row: Sequence[str]) -> list[int] | None:
    """Return where the columns are, told by the English half of their titles; None when one is missing."""
    titles = [tidy(cell).casefold() for cell in row]
    found = [next((at for at, title in enumerate(titles) if title.endswith(wanted)), None) for wanted in _HEADER]
    return [at for at in found if at is not None] if None not in found else None


def _part_of(opening: Opening) -> str | None:
    return "list" if _columns(opening.workbook_row) else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    rows = rows_of(file.data, file.where)
    columns = _columns(next(rows)) or []
    countries = CountryReader()
    entities: list[ListedEntity] = []
    for row in rows:
        cells = [row[at] if at < len(row) else "" for at in columns]
        if any(tidy(cell) for cell in cells):
            entities.append(_entity(cells, countries, file.where, len(entities) + 2))
    if not entities:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    return [ParsedList("JP-METI", "Japan METI Foreign End User List", None, entities, countries.warnings())]


def _entity(cells: Sequence[str], countries: CountryReader, where: str, row: int) -> ListedEntity:
    country, name, others, weapons, conventional = (unicodedata.normalize("NFKC", cell) for cell in cells)
    names = [made for made in _names(name) if made.name]
    if not names:
        raise ListError(f"row {row} has no name", where=where, remedy=DOWNLOAD_AGAIN)
    # Some cells have the Japanese name first; declarations and other lists have the Latin one.
    first = next((made for made in names if not _JAPANESE_OR_CHINESE.search(made.name)), names[0])
    english = country.splitlines()[-1] if country else ""
    code = countries(english)
    key = sha256(f"{code or english}:{letters_and_digits(first.name)}".encode()).hexdigest()[:10]
    return ListedEntity(
        source_id=f"{code or 'XX'}-{key}",
        entity_type="organisation",
        primary_name=first.name,
        names=[*names, *(other for other in _names(others) if other.name)],
        programmes=_CONCERN.findall(f"{weapons} {conventional}"),
        country_codes=[code] if code else [],
    )


def _names(cell: str) -> Iterator[Name]:
    """Yield the names in a cell: each behind a middle dot, in brackets or in Japanese on its own line.

    A line of Latin letters without any of that goes on with the line above it. Short forms in brackets are names of
    their own, but weak ones: a few capital letters mean many things.
    """
    pieces: list[str] = [""]
    # NFKC has made the half-width dot a full one; Katakana words have one inside too, hence only a leading one counts.
    for line in cell.splitlines():
        text = line.strip()
        bulleted = _BULLET.match(text)
        text = text[bulleted.end() :] if bulleted else text
        if match := _IN_BRACKETS.fullmatch(text):
            pieces.append(match["name"])
        elif bulleted or _JAPANESE_OR_CHINESE.search(text) or not pieces[0]:
            pieces.append(text)
        else:
            pieces[-1] = f"{pieces[-1]} {text}"
        pieces = [piece for piece in pieces if piece] or [""]
    for piece in pieces:
        yield from _without_brackets(tidy(piece))


def _without_brackets(name: str) -> list[Name]:
    """Take from the end of a name its Japanese or Chinese form and its short form: `Institute(EI)(研究所)`."""
    found: list[Name] = []
    while match := _ENDS_IN_BRACKETS.fullmatch(name):
        inner = match["inner"].strip()
        if _JAPANESE_OR_CHINESE.search(inner) and not _JAPANESE_OR_CHINESE.search(match["name"]):
            found.append(Name(inner, "alias"))
        elif _SHORT_FORM.fullmatch(inner):
            found.append(Name(inner, "weak"))
        else:
            break
        name = match["name"]
    return [Name(name, "alias"), *found]


FORMAT = ListFormat("jp_meti_xlsx", _part_of, each_by_itself, _parse)
