"""Parties in FollowTheMoney's model, and the objects that belong to them: what their properties mean here.

Every property is a list of texts without order; countries are lower-case ISO 3166-1, dates ISO and as precise as known.
Source: the FollowTheMoney schema, followthemoney.tech.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from screening.lists.countries import known_code
from screening.lists.dates import full_date
from screening.lists.facts import Address, ListedEntity, Name, Relation, one_line, tidy
from screening.lists.identifiers import identifier, un_reference

TYPES = {
    "Person": "person", "Organization": "organisation", "Company": "organisation", "PublicBody": "organisation",
    "LegalEntity": "unknown", "Thing": "unknown", "Asset": "unknown", "Vessel": "vessel", "Airplane": "aircraft",
    "Vehicle": "unknown", "CryptoWallet": "unknown",
}  # fmt: skip
"""Schemata of parties, and the type of entity each is."""

HELD_BY = {"Sanction": "entity", "Identification": "holder", "Passport": "holder", "CryptoWallet": "holder"}
"""Schemata of what belongs to a party, and the property that names the party."""

DOCUMENTS = frozenset({"Identification", "Passport"})

LINKS = {
    "Ownership": (("owner", "owner_of"), ("asset", "owned_by")),
    "Directorship": (("director", "leader_of"), ("organization", "led_by")),
    "Employment": (("employee", "employed_by"), ("employer", "employer_of")),
    "Representation": (("agent", "acting_for"), ("client", "acted_for_by")),
    "Family": (("person", "family"), ("relative", "family")),
    "Associate": (("person", "linked_to"), ("associate", "linked_to")),
    "Membership": (("member", "linked_to"), ("organization", "linked_to")),
    "Succession": (("predecessor", "linked_to"), ("successor", "linked_to")),
    "UnknownLink": (("subject", "linked_to"), ("object", "linked_to")),
}
"""Schemata of links between two parties, the properties that name them, and the kind of relation each of them has."""

_REFERENCES = {"owner": "owned_by", "operator": "linked_to", "parent": "subsidiary_of", "subsidiaries": "parent_of"}
"""Properties of a party that name another one, and the kind of relation that each states."""
DOCUMENT_TYPES = {
    "Tax number": "tax", "BIN": "bin", "IIN": "iin", "INN": "inn", "OGRN": "ogrn",
    "Registration number": "registration", "Passport": "passport", "National ID": "national_id", "IMO number": "imo",
    "MMSI": "mmsi", "Call sign": "call_sign", "SWIFT/BIC": "swift", "Aircraft tail number": "aircraft_tail",
    "Website": "website", "Email": "email", "Phone": "phone", "Other number": "other",
}  # fmt: skip
"""Types of documents that tell what their number is, as our own export writes them, and the kind of identifier."""
_ROLES = ("role", "relationship", "percentage", "status")

_NAMES = {"name": "alias", "alias": "alias", "previousName": "former", "weakAlias": "weak", "abbreviation": "weak"}
_NUMBERS = {
    "innCode": "inn", "ogrnCode": "ogrn", "taxNumber": "tax", "vatCode": "tax", "registrationNumber": "registration",
    "idNumber": "national_id", "passportNumber": "passport", "imoNumber": "imo", "mmsi": "mmsi",
    "callSign": "call_sign", "swiftBic": "swift", "leiCode": "registration", "uscCode": "registration",
    "okpoCode": "registration", "dunsCode": "other", "bikCode": "other", "kppCode": "other", "icaoCode": "other",
    "serialNumber": "other", "npiCode": "other", "uniqueEntityId": "other", "isin": "other", "website": "website",
    "email": "email", "phone": "phone", "publicKey": "wallet",
}  # fmt: skip
_COUNTRY_OF_CODE = dict.fromkeys(("innCode", "ogrnCode", "okpoCode", "kppCode", "bikCode"), "RU") | {"uscCode": "CN"}
_SELF_EXPLAINING = frozenset(
    ("inn", "ogrn", "passport", "imo", "mmsi", "call_sign", "swift", "website", "email", "phone", "wallet")
)
_TO_REMARKS = ("notes", "summary", "tonnage", "previousFlag", "pastFlags")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def values(thing: Mapping[str, Any], name: str) -> list[str]:
    """Return the texts of a property, each once and sorted, since their order means nothing; nested objects are not."""
    found = thing["properties"].get(name)
    if not found:
        return []
    found = found if isinstance(found, list) else [found]
    return sorted({text for value in found if isinstance(value, str) and (text := tidy(value))})


def _codes(thing: Mapping[str, Any], *names: str) -> list[str]:
    return [code for name in names for text in values(thing, name) if (code := known_code(text[:2]))]


def party(thing: Mapping[str, Any]) -> ListedEntity:
    """Return the party that an object describes, without what other objects say about it."""
    entity_type = TYPES[thing["schema"]]
    names = [Name(text, kind) for key, kind in _NAMES.items() for text in values(thing, key)]
    caption = tidy(thing.get("caption") if isinstance(thing.get("caption"), str) else "")
    stated = values(thing, "name")
    latin = [name for name in stated if name.isascii()]
    wallet = values(thing, "publicKey")
    primary = caption if caption in stated else next(filter(None, (*latin, *stated, caption, *wallet)), "")
    of_persons = _codes(thing, "nationality", "citizenship")
    registered = _codes(thing, "jurisdiction", "mainCountry", "country", "flag")
    entity = ListedEntity(
        source_id=thing["id"],
        entity_type=entity_type,
        primary_name=primary or "(no name)",
        names=names,
        addresses=[Address(text) for text in values(thing, "address")],
        programmes=values(thing, "programId"),
        country_codes=of_persons or registered,
        birth_dates=[text for text in values(thing, "birthDate") if _DATE.fullmatch(text)],
        birth_places=values(thing, "birthPlace"),
        position="; ".join(values(thing, "title") + values(thing, "position")) or None,
        gender=next((text for text in values(thing, "gender") if text in ("male", "female")), None),
        vessel_type="; ".join(values(thing, "type") + values(thing, "model")) or None,
        relations=[Relation(kind, other, "", key) for key, kind in _REFERENCES.items() for other in values(thing, key)],
        vessel_flag_code=next(iter(_codes(thing, "flag")), None) if entity_type == "vessel" else None,
        source_url=next(iter(values(thing, "sourceUrl")), None),
        remarks="\n".join(text for key in _TO_REMARKS for text in values(thing, key)) or None,
    )
    countries = set(of_persons + registered)
    for key, kind in _NUMBERS.items():
        if key == "registrationNumber" and entity_type == "aircraft":
            kind = "aircraft_tail"
        country = _COUNTRY_OF_CODE.get(key) or (min(countries) if len(countries) == 1 else None)
        _add_numbers(entity, thing, key, kind, country, "" if kind in _SELF_EXPLAINING else key)
    return entity


def _add_numbers(
    entity: ListedEntity, thing: Mapping[str, Any], key: str, kind: str, country: str | None, note: str
) -> None:
    currency = next(iter(values(thing, "currency")), "").upper() if kind == "wallet" else ""
    is_about_place = kind in ("inn", "ogrn", "tax", "registration", "national_id", "passport")
    for text in values(thing, key):
        made = identifier(
            kind,
            text,
            country if is_about_place or key == "number" else None,
            currency_code=currency,
            note=note or None,
            of_vessel=entity.entity_type == "vessel",
        )
        if made:
            entity.identifiers.append(made)


def add_held(entity: ListedEntity, thing: Mapping[str, Any]) -> None:
    """Add what an object says about the party that holds it: a sanction, an address or a wallet."""
    schema = thing["schema"]
    if schema == "Sanction":
        _add_sanction(entity, thing)
    elif schema == "Address":
        _add_address(entity, thing)
    elif schema == "CryptoWallet":
        _add_numbers(entity, thing, "publicKey", "wallet", None, "")


def add_documents(entity: ListedEntity, things: Iterable[Mapping[str, Any]]) -> None:
    """Add the numbers of passports and other documents.

    A document whose type says what its number is replaces the same number among the properties of the party, which
    say less: neither the country nor, of a national number, the kind.
    """
    flat, stated = list(entity.identifiers), set()
    for thing in things:
        types = values(thing, "type")
        said = "; ".join(types + values(thing, "summary"))
        known = next((DOCUMENT_TYPES[text] for text in types if text in DOCUMENT_TYPES), None)
        is_passport = thing["schema"] == "Passport" or "passport" in said.casefold()
        kind = known or ("passport" if is_passport else "national_id")
        before = len(entity.identifiers)
        _add_numbers(entity, thing, "number", kind, next(iter(_codes(thing, "country")), None), said)
        if known:
            stated |= {made.value for made in entity.identifiers[before:]}
    documents = entity.identifiers[len(flat) :]
    # A property that tells the kind itself leaves no note; a tail number is told by the party's being an aircraft.
    kept = [m for m in flat if m.value not in stated or m.note is None or m.kind == "aircraft_tail"]
    entity.identifiers = kept + documents


def _add_sanction(entity: ListedEntity, thing: Mapping[str, Any]) -> None:
    entity.programmes += values(thing, "programId") or values(thing, "program")
    days = [day for key in ("listingDate", "startDate") for text in values(thing, key) if (day := full_date(text))]
    entity.listed_date = min(filter(None, (*days, entity.listed_date)), default=None)
    for text in values(thing, "unscId"):
        if made := un_reference(text):
            entity.identifiers.append(made)
    entity.measures += values(thing, "provisions")
    ends = [full_date(text) for text in values(thing, "endDate")]
    entity.end_date = max(filter(None, (*ends, entity.end_date)), default=None)
    said = (("Authority", "authority"), ("Reason", "reason"), ("Status", "status"))
    _remark(entity, *(f"{label}: {text}" for label, key in said for text in values(thing, key)))
    entity.source_url = entity.source_url or next(iter(values(thing, "sourceUrl")), None)


def _add_address(entity: ListedEntity, thing: Mapping[str, Any]) -> None:
    street, city, region, postal = ("; ".join(values(thing, key)) for key in ("street", "city", "region", "postalCode"))
    full = next(iter(values(thing, "full")), "") or one_line(street, city, region, postal)
    code = next(iter(_codes(thing, "country")), None)
    if full or code:
        # The same address may stand as plain text in the party: the one with its parts replaces it.
        entity.addresses = [other for other in entity.addresses if other != Address(full)]
        entity.addresses.append(
            Address(full or code or "", street or None, city or None, region or None, postal or None, code)
        )


def add_link(parties: Mapping[str, ListedEntity], thing: Mapping[str, Any]) -> None:
    """Add a link to those of its ends that are listed; the other end is known by its id as yet."""
    (first, kind), (second, kind_of_second) = LINKS[thing["schema"]]
    role = "; ".join(text for key in _ROLES for text in values(thing, key))
    said = f"{thing['schema']}: {role}" if role else str(thing["schema"])
    for source, target in ((a, b) for a in values(thing, first) for b in values(thing, second)):
        for one, other, of_one in ((source, target, kind), (target, source, kind_of_second)):
            if one in parties:
                parties[one].relations.append(Relation(of_one, other, "", said))


def name_relations(entity: ListedEntity, names: Mapping[str, str]) -> None:
    """Name the other ends of an entity's relations. What is the id of no party is taken for its name.

    `names` has the names of all parties in the file by id, also of those that are not listed.
    """
    entity.relations = [
        relation._replace(name=names[other]) if other in names else relation._replace(source_id=None, name=other)
        for relation in entity.relations
        if (other := relation.source_id)
    ]
    if entity.entity_type == "vessel":
        entity.vessel_owner = "; ".join(sorted(r.name for r in entity.relations if r.kind == "owned_by")) or None


def _remark(entity: ListedEntity, *texts: str) -> None:
    """Add lines to the remarks, in an order that does not depend on the file's."""
    lines = entity.remarks.split("\n") if entity.remarks else []
    entity.remarks = "\n".join(sorted({*lines, *texts})) or None
