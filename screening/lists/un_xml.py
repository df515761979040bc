"""The United Nations Security Council Consolidated List in XML.

Layout: `CONSOLIDATED_LIST@dateGenerated` holds `INDIVIDUAL` and `ENTITY` elements. Names come in up to four parts;
alias elements may be empty, may hold several names separated by semicolons, and say their quality (Good, Low; a.k.a.,
f.k.a.). `VERSIONNUM` does not move when an entry changes, so nothing here relies on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from screening.errors import ListError
from screening.lists.countries import CountryReader
from screening.lists.dates import full_date, partial_date, written_date, years_between
from screening.lists.facts import Address, Identifier, ListedEntity, Name, ParsedList, Relation, one_line, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.identifiers import identifier
from screening.lists.relations import relation_kind
from screening.lists.safe_xml import DOWNLOAD_AGAIN, root, stream

_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_WEAK, _FORMER = frozenset({"low"}), frozenset({"f.k.a.", "fka", "f.k.a"})
_FORMER_NOTE = re.compile(r"(?:previously|formerly) listed as", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\((?:previously listed as|formerly listed as|birth name|combat name|third|false identity[^)]*|original script)\)"
    r"|, born .*$| - sub-unit name\b",
    re.IGNORECASE,
)
_ORIGINAL_SCRIPT = re.compile(r"original script: *", re.IGNORECASE)
_SEMICOLON_OR_LETTER = re.compile(r";|\s[b-z]\)\s")
_SEPARATOR = re.compile(r"(;|\s[b-z]\)\s|\(|\))")
LONGEST_NUMBER = 200
"""A document number longer than this is prose, in which no number is looked for."""
MOST_BRACKETS = 20
"""A name field with more brackets than this is kept whole: it is prose, or made to exhaust the reader."""
_IMO = re.compile(r"\bIMO\)? *(?:[Nn]umber|[Nn]o\.?)?:? *(\d{7})(?!\d)")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SWIFT = re.compile(r"\bSWIFT(?:/BIC)?(?: code)?:? *([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")
_REFERENCE = re.compile(r"\(?\b([A-Z]{2}[ie]\.\d{3})\b\)?")
_SENTENCE = re.compile(r"(?<=[a-z)\d”\"]{2})\.\s+(?=[A-Z])|;")
_DENIED = re.compile(r"\b(?:not|never|former|formerly|previously|de-?listed|removed|no longer)\b", re.IGNORECASE)
_DIRECT = re.compile(r"[A-Z][a-z-]+(?: [a-z-]+){0,3} (?:of|by|for) (?!.*\b(?:who|which|and)\b)(?:the )?[A-Z].{1,80}")
LONGEST_WORDS = 200
"""Of the words before a reference number, as many characters are kept, the last ones."""
_BASIS = re.compile(r"[Ll]isted pursuant to [^.]*?resolutions? (\d{3,4} \(\d{4}\))")
_DOCUMENT_NUMBER = re.compile(r"(?:[A-Z]{1,4}[ -])?\S*\d\S*(?:(?: |No\.)+\S*\d\S*)*")


def _part_of(opening: Opening) -> str | None:
    return "list" if opening.root_name == "CONSOLIDATED_LIST" else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    _, attributes = root(file.data, file.where)
    countries = CountryReader()
    entities = [_entity(element, countries) for element in stream(file.data, ("INDIVIDUAL", "ENTITY"), file.where)]
    if not entities:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    published = full_date(attributes.get("dateGenerated"))
    warnings = [] if published else ["the list does not say when it was generated"]
    name = "United Nations Security Council Consolidated List"
    return [ParsedList("UN-SC", name, published, entities, warnings + countries.warnings())]


def _text(element: etree._Element, path: str) -> str:
    return tidy(element.findtext(path))


def _texts(element: etree._Element, path: str) -> list[str]:
    return [text for child in element.iterfind(path) if (text := tidy(child.text))]


def _entity(element: etree._Element, countries: CountryReader) -> ListedEntity:
    is_person = element.tag == "INDIVIDUAL"
    prefix = "INDIVIDUAL" if is_person else "ENTITY"
    full_name = " ".join(part for tag in _NAME_PARTS if (part := _text(element, tag)))
    first, *others = split_names(full_name) or ["(no name)"]
    remarks = "\n".join(text for child in element.iterfind("COMMENTS1") if (text := tidy(child.text)))
    nationalities = [code for text in _texts(element, "NATIONALITY/VALUE") if (code := countries(text))]
    births = element.findall(f"{prefix}_DATE_OF_BIRTH")
    aliases = element.findall(f"{prefix}_ALIAS")
    gender = _text(element, "GENDER").casefold()
    return ListedEntity(
        source_id=_text(element, "REFERENCE_NUMBER") or _text(element, "DATAID"),
        entity_type="person" if is_person else "organisation",
        primary_name=first,
        names=[
            *(Name(name, "alias") for name in others),
            *(Name(name, "alias") for text in _texts(element, "NAME_ORIGINAL_SCRIPT") for name in split_names(text)),
            *(name for alias in aliases for name in _alias_names(alias)),
        ],
        identifiers=[
            *(made for document in element.iterfind(f"{prefix}_DOCUMENT") if (made := _document(document, countries))),
            *_numbers_in(remarks),
        ],
        addresses=[
            address for child in element.iterfind(f"{prefix}_ADDRESS") if (address := _address(child, countries))
        ],
        programmes=_texts(element, "UN_LIST_TYPE"),
        country_codes=nationalities,
        birth_dates=[found for birth in births for found in _birth_dates(birth)]
        + [found[:10] for alias in aliases if full_date(found := _text(alias, "DATE_OF_BIRTH"))],
        birth_places=[
            place
            for child in element.iterfind(f"{prefix}_PLACE_OF_BIRTH")
            if (place := one_line(*(_text(child, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY"))))
        ],
        legal_basis=[f"UNSCR {number}" for number in _BASIS.findall(remarks)],
        position="; ".join(_texts(element, "TITLE/VALUE") + _texts(element, "DESIGNATION/VALUE")) or None,
        gender=gender if gender in ("male", "female") else None,
        listed_date=full_date(_text(element, "LISTED_ON")),
        relations=relations_in(remarks, _text(element, "REFERENCE_NUMBER")),
        remarks=remarks or None,
    )


def relations_in(remarks: str, own_reference: str) -> list[Relation]:
    """Return the relations to entries whose reference number stands in the comments: `Brother of A (QDi.001).`

    The words are the sentence up to the number, from the number before it. They tell a kind only where they say it of
    the party at once; what they deny or call past is no relation.
    """
    found = []
    for sentence in _SENTENCE.split(tidy(remarks)):
        parts = _REFERENCE.split(sentence)
        for words, reference in zip(parts[0::2], parts[1::2], strict=False):
            said = words.strip(" ,;:()")
            if reference == own_reference or _DENIED.search(said):
                continue
            kind = relation_kind(said) if _DIRECT.fullmatch(said) else "linked_to"
            found.append(Relation(kind, reference, "", said[-LONGEST_WORDS:] or "named in the comments"))
    return found


def split_names(text: str) -> list[str]:
    """Return the single names in a name field: `A; B`, `A b) B`, `A (original script: Б)`, `ب (A; B)`.

    Brackets stay when they belong to the name: an acronym, a place.
    """
    text = _NOT_A_NAME.sub("", tidy(text)).strip(" ;,")
    if text.count("(") > MOST_BRACKETS:
        return [text]
    pieces = _split_outside_brackets(text)
    if len(pieces) > 1:
        return [name for piece in pieces for name in split_names(piece)]
    if text.endswith(")") and (start := _start_of_last_bracket(text)) > 0:
        outer, inner = text[:start].strip(), text[start + 1 : -1].strip()
        original = _ORIGINAL_SCRIPT.sub("", inner)
        if ";" in inner or original != inner or outer.isascii() != inner.isascii():
            return [name for part in (outer, original) for name in split_names(part)]
    if text.count(")") > text.count("("):
        text = text.strip(") ")
    return [text] if text else []


def _split_outside_brackets(text: str) -> list[str]:
    pieces, depth = [""], 0
    for part in _SEPARATOR.split(text):
        if part == "(":
            depth += 1
        elif part == ")":
            depth = max(depth - 1, 0)
        if depth == 0 and part not in ("", "(", ")") and _SEPARATOR.fullmatch(part):
            pieces.append("")
        else:
            pieces[-1] += part
    if depth:  # a bracket that never closes holds nothing together
        pieces = _SEMICOLON_OR_LETTER.split(text)
    return [piece for piece in pieces if piece.strip(" ,;")]


def _start_of_last_bracket(text: str) -> int:
    """Return where the bracket opens that closes at the end of `text`; -1 when none does."""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] == ")") - (text[position] == "(")
        if depth == 0:
            return position
    return -1


def _alias_names(alias: etree._Element) -> Iterator[Name]:
    text = _text(alias, "ALIAS_NAME")
    quality = _text(alias, "QUALITY").casefold()
    is_former = quality in _FORMER or _FORMER_NOTE.search(text) or _FORMER_NOTE.search(_text(alias, "NOTE"))
    kind = "former" if is_former else "weak" if quality in _WEAK else "alias"
    for name in split_names(text):
        yield Name(name, kind)


def _birth_dates(birth: etree._Element) -> list[str]:
    first, last = _text(birth, "FROM_YEAR"), _text(birth, "TO_YEAR")
    if first.isdecimal() and last.isdecimal():
        return years_between(int(first), int(last))
    exact = full_date(_text(birth, "DATE"))
    if exact:
        return [exact.isoformat()]
    year, note = _text(birth, "YEAR"), _text(birth, "NOTE")
    if year.isdecimal():
        # A month may stand alone in the note: YEAR 1958, NOTE `Sep.`
        return [found for found in (written_date(f"{note} {year}") or partial_date(int(year)),) if found]
    return [found for text in (note, first, last) if (found := written_date(text))]


def _address(child: etree._Element, countries: CountryReader) -> Address | None:
    street, city, region, postal, country = (
        _text(child, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
    )
    full = one_line(street, city, region, postal, country)
    if not full:
        return None
    return Address(
        full, street or None, city or None, region or None, postal or None, countries(country), country or None
    )


def _document(document: etree._Element, countries: CountryReader) -> Identifier | None:
    types = [text for tag in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2") if (text := _text(document, tag))]
    number = re.sub(r"\([^)]*\)", " ", _text(document, "NUMBER"))
    if (
        len(number) <= LONGEST_NUMBER
        and any(c.islower() for c in number)
        and (match := _DOCUMENT_NUMBER.search(number))
    ):
        number = match[0].strip(",;:. ")
    said = " ".join(types).casefold()
    is_passport = re.search(r"pass(?:port|eport)|pasaporte", said)
    kind = "passport" if is_passport else "national_id" if "identi" in said else "other"
    country = countries(_text(document, "ISSUING_COUNTRY") or _text(document, "COUNTRY_OF_ISSUE"))
    note = "; ".join([*types[-1:], *filter(None, (_text(document, "NOTE"),))])
    return identifier(kind, number.replace("No.", " "), country, note=note or None) if number else None


def _numbers_in(remarks: str) -> Iterator[Identifier]:
    for kind, pattern in (("imo", _IMO), ("email", _EMAIL), ("swift", _SWIFT)):
        for text in pattern.findall(remarks):
            if made := identifier(kind, text, of_vessel=False):
                yield made


FORMAT = ListFormat("un_xml", _part_of, each_by_itself, _parse)
