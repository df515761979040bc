"""Facts in the remarks of OFAC's CSV files, which have no columns for birth dates, documents, wallets or weak aliases.

A remark is a row of statements separated by semicolons, each a label and a value, further values of the same kind with
`alt.` before them: `DOB 10 Dec 1948; alt. DOB 1949; Passport X1 (Iran) expires 09 May 2011; a.k.a. 'ABU X'.`
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from screening.lists.countries import CountryReader
from screening.lists.dates import birth_dates, full_date
from screening.lists.facts import Identifier, Name, Relation
from screening.lists.identifiers import identifier
from screening.lists.ofac_labels import EXECUTIVE_ORDER, KIND_BY_LABEL, WITHOUT_DIGITS
from screening.lists.relations import linked_to

_LABELS = "|".join(re.escape(label) for label in sorted(KIND_BY_LABEL, key=len, reverse=True))
_NUMBERED = re.compile(rf"(?P<label>{_LABELS})(?P<aside> \([^)]*\))? *:? +(?:#|No\.?:?)? *(?P<value>.+)", re.DOTALL)
_PHONE_IN_BRACKETS = re.compile(r"(?P<label>Telephone|Fax)(?: No\.)? *(?P<value>[(+\d].*)", re.DOTALL)
_UNKNOWN_LABEL = re.compile(
    r"(?P<label>[A-Z][\w .,'’/-]{0,50}?(?:No\.?|Number|Code|Registry|License|ID|#)) +(?P<value>(?=[^ ]*\d)[^ ()]+.*)",
    re.DOTALL,
)
_VALUE = re.compile(
    r"(?P<value>.+?)(?P<places>(?: \([^()]*\))*)(?P<rest> (?:issued|expires|expired|valid|date of)\b.*)?", re.DOTALL
)
# Where the number ends and a sentence begins: `OR801168 and Kuwaiti National ID No. 2810`, `123, Eritrea, Issue Date …`
_PROSE = re.compile(r",? (?:and|at|in|issued|of)\b|, (?=[A-Z][a-z])")
_ALIAS = re.compile(r"(?P<kind>[afn])\.k\.a\.,? *(?P<name>.+)", re.DOTALL)
_WALLET = re.compile(
    r"Digital Currency Address *-? *(?P<currency>[A-Z0-9]{2,10}) +(?P<value>\S+)(?P<rest>.*)", re.DOTALL
)
_IMO = re.compile(r"\bIMO *(?:No\.?|Number)?:? *(\d{7})(?!\d)")
_COUNTRY = re.compile(
    r"(?P<label>nationality|citizen|Nationality of Registration|Vessel Flag|Flag) +(?P<value>.+)", re.DOTALL
)
_VESSEL_TYPE = re.compile(r"(?:Aircraft Model|Vessel Type|Other Vessel Type) +(?P<value>.+)", re.DOTALL)
_LISTING_DATE = re.compile(r"Listing Date(?: \([^)]*\))?:? +(?P<value>.+)", re.DOTALL)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass
class Remarks:
    """The facts found in one remark."""

    names: list[Name] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    birth_dates: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    country_codes: list[str] = field(default_factory=list)
    legal_basis: list[str] = field(default_factory=list)
    gender: str | None = None
    listed_date: date | None = None
    vessel_type: str | None = None
    vessel_flag_code: str | None = None
    relations: list[Relation] = field(default_factory=list)


def natural_order(name: str) -> str:
    """Turn `SURNAME, Given` into `Given SURNAME`; `SURNAME, Given, Jr.` into `Given SURNAME Jr.`."""
    surname, *given = [part.strip() for part in name.split(",")]
    suffixes = [part for part in given if part.casefold().rstrip(".") in _SUFFIXES]
    others = [part for part in given if part not in suffixes]
    return " ".join(part for part in (*others, surname, *suffixes) if part)


def mine(remarks: str, entity_type: str, countries: CountryReader, *, is_cut: bool = False) -> Remarks:
    """Return the facts in `remarks`. Never raises: what is not understood stays in the remark alone.

    With `is_cut` the remark ends in the middle of something, so its last statement is left out: half a number would
    name somebody else.
    """
    found = Remarks()
    found.legal_basis = [f"Executive Order {number}" for number in dict.fromkeys(EXECUTIVE_ORDER.findall(remarks))]
    statements = remarks.split(";")
    # One pass over each remark's statements: every statement has a grammar of its own, which no column expression says.
    for statement in statements[:-1] if is_cut else statements:
        text = statement.strip()
        text = text.removeprefix("alt. ").removeprefix("Alt. ").removesuffix(".").strip()
        if text and text != "-0-":
            _read(text, entity_type, countries, found)
    return found


def _read(text: str, entity_type: str, countries: CountryReader, found: Remarks) -> None:
    if text.startswith("DOB "):
        found.birth_dates += birth_dates(text[4:])
    elif text.startswith("POB "):
        found.birth_places.append(text[4:].strip())
    elif text.startswith("Gender "):
        gender = text[7:].strip().casefold()
        found.gender = gender if gender in ("male", "female") else None
    elif match := _ALIAS.fullmatch(text):
        _read_alias(match, entity_type, found)
    elif match := _COUNTRY.fullmatch(text):
        if code := countries(match["value"].strip()):
            found.country_codes.append(code)
            if entity_type == "vessel" and match["label"].endswith("Flag"):
                found.vessel_flag_code = found.vessel_flag_code or code
    elif match := _VESSEL_TYPE.fullmatch(text):
        found.vessel_type = found.vessel_type or match["value"].strip()
    elif match := _LISTING_DATE.fullmatch(text):
        listed = full_date(match["value"])
        found.listed_date = min(filter(None, (listed, found.listed_date)), default=None)
    elif relations := linked_to(text):
        found.relations += relations
    elif not text.startswith(("Secondary sanctions", "Additional Sanctions")):
        _read_number(text, entity_type, countries, found)


def _read_alias(match: re.Match[str], entity_type: str, found: Remarks) -> None:
    name = match["name"].strip()
    if len(name) > 2 and name[0] in "'\"‘“" and name[-1] in "'\"’”":
        name = name[1:-1].strip()
    if entity_type == "person":
        name = natural_order(name)
    if name:
        found.names.append(Name(name, "former" if match["kind"] == "f" else "weak"))


def _read_number(text: str, entity_type: str, countries: CountryReader, found: Remarks) -> None:
    of_vessel = entity_type == "vessel"
    made: Identifier | None = None
    if match := _WALLET.fullmatch(text):
        made = identifier("wallet", match["value"], currency_code=match["currency"], note=match["rest"].strip() or None)
    elif match := _IMO.search(text):
        made = identifier("imo", match[1], of_vessel=of_vessel)
    elif match := _PHONE_IN_BRACKETS.fullmatch(text):
        made = identifier("phone", match["value"], note=match["label"])
    elif match := _NUMBERED.fullmatch(text) or _UNKNOWN_LABEL.fullmatch(text):
        made = _numbered(match, countries)
    if made:
        found.identifiers.append(made)


def _numbered(match: re.Match[str], countries: CountryReader) -> Identifier | None:
    label = match["label"]
    kind = KIND_BY_LABEL.get(label, "other")
    if kind in ("website", "email", "phone"):
        return identifier(kind, match["value"], note=label if label.startswith("Fax") else None)
    parts = _VALUE.fullmatch(match["value"].strip())
    value = _PROSE.split(parts["value"])[0] if parts else ""
    if parts is None or not (kind in WITHOUT_DIGITS or any(character.isdigit() for character in value)):
        return None
    aside = match.groupdict().get("aside") or ""
    # The last brackets hold the country; brackets before it hold a court or a state: `(Jalisco) (Mexico)`.
    places = re.findall(r"\(([^()]*)\)", parts["places"]) or (["Russia"] if aside == " (RU)" else [])
    note = "; ".join(part.strip() for part in (label + aside, *places[:-1], parts["rest"] or "") if part.strip())
    return identifier(kind, value, countries(places[-1]) if places else None, note=note)
