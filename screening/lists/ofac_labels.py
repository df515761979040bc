"""OFAC's labels of facts: the same words in the remarks of its CSV files, its XML and the US consolidated list.

A labelled fact is a number that identifies (Passport, Tax ID No., SWIFT/BIC), something that has a column of its own
(Gender, Listing Date, Nationality of Registration), or prose, which goes to the remarks.
"""

from __future__ import annotations

import re

from screening.lists.countries import CountryReader
from screening.lists.dates import full_date
from screening.lists.facts import ListedEntity, tidy
from screening.lists.identifiers import countries_of_registration, identifier
from screening.lists.relations import owned_by

_LABELS_OF = {
    "passport": (
        "Passport", "Diplomatic Passport", "Service Passport", "Stateless Person Passport",
        "British National Overseas Passport", "U.S.A. Passport", "Travel Document Number",
    ),
    "national_id": (
        "National ID No.", "National ID", "Identification Number", "Turkish Identification Number", "Cedula No.",
        "Cedula de Ciudadania", "Cedula de Residencia", "C.U.R.P.", "D.N.I.", "N.I.E.", "C.U.I.", "SSN",
        "LE Number", "I.F.E.", "National Foreign ID Number", "Personal ID Card", "Personal ID No.",
        "Citizen's Card Number", "Credencial electoral", "Electoral Registry No.", "Residency Number",
        "Birth Certificate Number", "Bosnian Personal ID No.", "Kenyan ID No.", "Tazkira National ID Card",
        "Stateless Person ID Card",
        "Refugee ID Card", "Cartilla de Servicio Militar Nacional", "Numero de Identidad", "C.U.I.P.",
        "Moroccan Personal ID No.",
    ),
    "tax": (
        "Tax ID No.", "Tax ID", "NIT #", "R.F.C.", "RFC", "RUC #", "RIF #", "R.U.T.", "RTN", "V.A.T. Number",
        "Italian Fiscal Code", "Fiscal Code", "US FEIN", "C.U.I.T.", "RNC", "C.N.P.J.", "C.P.F.",
        "C.I.F.", "Paraguayan tax identification number", "Numero Unico de Identificacao Tributaria",
    ),
    "registration": (
        "Registration Number", "Registration ID", "Business Registration Number",
        "Business Registration Document #", "Commercial Registry Number", "Company Number", "UK Company Number",
        "Company ID", "C.R. No.", "Folio Mercantil No.", "Matricula Mercantil No", "Public Registration Number",
        "Enterprise Number", "Business Number", "Trade License No.", "License", "Chamber of Commerce Number",
        "Branch Unit Number", "Istanbul Chamber of Comm. No.", "Central Registration System Number",
        "Unified Social Credit Code", "Economic Register Number", "Legal Entity Number",
        "Certificate of Incorporation Number", "Government Gazette Number", "Organization Code",
        "Registered Charity No.",
    ),
    "mmsi": ("MMSI",),
    "call_sign": ("Call Sign", "Vessel Call Sign", "Other Vessel Call Sign"),
    "swift": ("SWIFT/BIC",),
    "aircraft_tail": ("Aircraft Tail Number",),
    "website": ("Website",),
    "email": ("Email Address", "Email"),
    "phone": ("Phone Number", "Telephone No.", "Telephone", "PHONE", "Fax No.", "Fax", "FAX"),
    "other": (
        "Aircraft Manufacturer's Serial Number", "Aircraft Construction Number", "Aircraft Serial Identification",
        "ISIN",
        "D-U-N-S Number",
        "BIK",
        "Driver's License No.", "Chinese Commercial Code", "Military ID No.",
        "Vessel Registration Identification",
    ),
}  # fmt: skip
KIND_BY_LABEL = {label: kind for kind, labels in _LABELS_OF.items() for label in labels}
"""Kind of identifier by OFAC's label, without what the label says in brackets."""

_SELDOM = {
    "Previous Aircraft Tail Number": "aircraft_tail",
    "United Social Credit Code Certificate": "registration",
    "Romanian Tax Registration": "tax",
    "Afghan Money Service Provider License Number": "registration",
    "Vessel Call Sign": "call_sign",
}
WITHOUT_DIGITS = frozenset({"swift", "call_sign", "aircraft_tail", "website", "email"})
"""Kinds whose values need no digit to be one."""
EXECUTIVE_ORDER = re.compile(r"\bExecutive Order (\d{5})\b")
_COUNTRY_LABELS = frozenset(
    ("Nationality of Registration", "Registration Country", "Vessel Flag", "Other Vessel Flag", "Nationality Country",
     "Citizenship Country")
)  # fmt: skip
_TYPE_LABELS = frozenset({"Aircraft Model", "Vessel Type", "Other Vessel Type"})
_IN_BRACKETS = re.compile(r" *\([^)]*\)")
_NUMBER_LABEL = re.compile(r".*(?:No\.?|Number|Code|Registry|License|ID|#)")
_WALLET = re.compile(r"Digital Currency Address *-? *(?P<currency>[A-Z0-9]{2,10})")
_IMO = re.compile(r"\b(?:IMO *)?(\d{7})(?!\d)")


def add_labelled(
    entity: ListedEntity, label: str, value: str, country: str | None, countries: CountryReader, *, note: str = ""
) -> None:
    """Add one labelled fact to where it belongs; what has no column is added to the remarks as `label value`.

    `country` is an ISO 3166-1 code, `note` what is said beside the number (an issue date, an authority).
    """
    label, value = tidy(label), tidy(value)
    bare = _IN_BRACKETS.sub("", label).rstrip(" :-")
    if not value:
        return
    if bare == "Gender":
        entity.gender = value.casefold() if value.casefold() in ("male", "female") else entity.gender
    elif bare in _COUNTRY_LABELS:
        if code := countries(value):
            entity.country_codes.append(code)
            if bare == "Vessel Flag" and entity.entity_type == "vessel":
                entity.vessel_flag_code = entity.vessel_flag_code or code
    elif bare == "Vessel Owner":
        entity.vessel_owner = value
        entity.relations += owned_by(value)
    elif bare in _TYPE_LABELS and not entity.vessel_type:
        entity.vessel_type = value
    elif not _add_number(entity, label, bare, value, country, note):
        if bare.startswith("Listing Date") and (listed := full_date(value)):
            entity.listed_date = min(filter(None, (listed, entity.listed_date)))
        add_remark(entity, f"{label} {value}")


def add_remark(entity: ListedEntity, text: str) -> None:
    """Add a line to the remarks, once, and name the executive orders in it as a legal basis."""
    known = entity.remarks.split("\n") if entity.remarks else []
    if text and text not in known:
        entity.remarks = "\n".join((*known, text))
    entity.legal_basis += [f"Executive Order {number}" for number in EXECUTIVE_ORDER.findall(text)]


def finish(entity: ListedEntity, remarks: str) -> None:
    """Put the publisher's own remarks before the labelled facts, and those in an order that is not the file's.

    An executive order that is named with its subject is not named bare as well; an organisation belongs to the
    countries that registered it.
    """
    facts = entity.remarks.split("\n") if entity.remarks else []
    entity.remarks = None
    for text in (remarks, *sorted(facts)):
        add_remark(entity, text)
    bases = set(entity.legal_basis)
    entity.legal_basis = sorted(basis for basis in bases if not any(o.startswith(f"{basis} (") for o in bases))
    if entity.entity_type == "organisation":
        entity.country_codes += countries_of_registration(entity.identifiers)


def _add_number(entity: ListedEntity, label: str, bare: str, value: str, country: str | None, note: str) -> bool:
    """Add an identifier and return True; return False when the label is not that of a number."""
    currency = ""
    of_vessel = entity.entity_type == "vessel"
    if wallet := _WALLET.fullmatch(bare):
        kind, currency = "wallet", wallet["currency"]
    elif bare == "Vessel Registration Identification" and (number := _IMO.search(value)):
        kind, value = "imo", number[1]
    else:
        found = KIND_BY_LABEL.get(bare) or _SELDOM.get(bare)
        if found is None and not (_NUMBER_LABEL.fullmatch(bare) and any(c.isdigit() for c in value)):
            return False
        kind = found or "other"
        if kind not in WITHOUT_DIGITS and not any(c.isdigit() for c in value):
            return False
    if label.endswith("(RU)"):
        country = country or "RU"
    said = "" if kind in ("imo", "mmsi", "swift", "website", "email", "wallet") else label.rstrip(" :-")
    made = identifier(
        kind,
        value,
        country,
        currency_code=currency,
        note="; ".join(filter(None, (said, note))) or None,
        of_vessel=of_vessel,
    )
    if made:
        entity.identifiers.append(made)
    return made is not None
