"""The lists in force as FollowTheMoney entities, for OpenSanctions' tools and for our own reader (`ftm_json`).

A listed entity becomes a party; what is said about it becomes objects of their own that name the party: a sanction,
addresses, documents, wallets, and links to other parties. An id may hold letters, digits, dots and hyphens only, so
`OFAC-SDN:123` becomes `OFAC-SDN.123`. A party that a relation names and no list holds becomes one that is no target.

Source: the FollowTheMoney schema, followthemoney.tech.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import polars as pl

from screening.lists.ftm_parties import DOCUMENT_TYPES

_SCHEMATA = {"person": "Person", "vessel": "Vessel", "aircraft": "Airplane", "organisation": "Organization"}
_OF_COMPANIES = frozenset({"inn", "ogrn", "bin", "tax", "registration"})
"""Numbers that only a registered company has: with one of them an organisation is a Company, which can be owned."""
_ASSETS = frozenset({"Company", "Vessel", "Airplane"})
_LEGAL = frozenset({"Person", "Organization", "Company", "LegalEntity"})
_NAMES = {"primary": "name", "alias": "alias", "former": "previousName", "weak": "weakAlias"}
_PROPERTIES = {
    "tax": "taxNumber", "bin": "registrationNumber", "registration": "registrationNumber", "iin": "idNumber",
    "national_id": "idNumber", "inn": "innCode", "ogrn": "ogrnCode", "swift": "swiftBic", "website": "website",
    "email": "email", "phone": "phone",
}  # fmt: skip
_OF_SCHEMA = {
    "Person": {"passport": "passportNumber"},
    "Vessel": {"imo": "imoNumber", "mmsi": "mmsi", "call_sign": "callSign", "registration": "registrationNumber"},
    "Airplane": {"aircraft_tail": "registrationNumber", "other": "serialNumber"},
}
_SELF_EXPLAINING = frozenset({"inn", "ogrn", "swift", "website", "email", "phone"})
"""Kinds that their property states whole, so that they need no document beside it."""
_AS_PUBLISHED = frozenset({"website", "email", "phone"})
_LABELS = {kind: label for label, kind in DOCUMENT_TYPES.items()}
_TOPICS = {"US-BIS": "export.control", "JP-METI": "export.control", "US-STATE-DTC": "debarment"}
"""What being on a list means, by how its id begins; sanction otherwise."""
_LINKS = {
    "owned_by": ("Ownership", "asset", "owner"), "owner_of": ("Ownership", "owner", "asset"),
    "subsidiary_of": ("Ownership", "asset", "owner"), "parent_of": ("Ownership", "owner", "asset"),
    "acting_for": ("Representation", "agent", "client"), "acted_for_by": ("Representation", "client", "agent"),
    "led_by": ("Directorship", "organization", "director"), "leader_of": ("Directorship", "director", "organization"),
    "employed_by": ("Employment", "employee", "employer"), "employer_of": ("Employment", "employer", "employee"),
    "family": ("Family", "person", "relative"),
}  # fmt: skip
"""The link of each kind of relation, with the properties of the entity that has it and of the other one."""
_RANGES = {
    "asset": _ASSETS, "owner": _LEGAL, "agent": _LEGAL, "client": _LEGAL, "director": _LEGAL,
    "organization": frozenset({"Organization", "Company"}), "employee": frozenset({"Person"}),
    "employer": frozenset({"Organization", "Company"}), "person": frozenset({"Person"}),
    "relative": frozenset({"Person"}),
}  # fmt: skip
_UNLISTED = {
    "asset": "Company", "organization": "Organization", "employer": "Organization", "employee": "Person",
    "person": "Person", "relative": "Person",
}  # fmt: skip
"""What a party must be, of which nothing is known but its part in a link."""
_NOT_IN_IDS = re.compile(r"[^0-9A-Za-z.-]")

Thing = dict[str, Any]
_Maker = Callable[[str, str, Mapping[str, object]], Thing]


def ftm_id(entity_id: str) -> str:
    """Return the id of a listed entity; characters that an id cannot hold are replaced, and a hash keeps it unique."""
    text = entity_id.replace(":", ".", 1)
    plain = _NOT_IN_IDS.sub("-", text)
    return plain if plain == text and plain[-1:].isalnum() else f"{plain}-{_hash(entity_id)}"


def ftm_lines(tables: Mapping[str, pl.DataFrame], versions: pl.DataFrame) -> Iterator[str]:
    """Yield one JSON line for each object. `tables` are those of `export_tables`, `versions` is as LIST_VERSIONS."""
    entities = tables["entities"]
    held = {name: _by_entity(tables[name]) for name in ("names", "identifiers", "addresses", "relations")}
    lists = {row["list_id"]: row for row in versions.iter_rows(named=True)}
    groups = dict(entities.group_by("group_id").agg("entity_id").iter_rows())
    schemata = _schemata(entities, tables["identifiers"], tables["relations"])
    written: set[str] = set()
    # A loop over entities, since each becomes a tree of objects whose properties depend on its type.
    for row in entities.iter_rows(named=True):
        entity_id = row["entity_id"]
        said = {name: rows.get(entity_id, []) for name, rows in held.items()}
        for thing in _things(row, said, schemata, lists[row["list_id"]], groups[row["group_id"]]):
            if thing["id"] not in written:  # a link is stated at both ends, an address by several parties
                written.add(thing["id"])
                yield json.dumps(thing, ensure_ascii=False)


def _by_entity(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    columns = [name for name in frame.columns if name not in ("list_id", "list_version", "entity_id")]
    return dict(frame.group_by("entity_id", maintain_order=True).agg(pl.struct(columns).alias("rows")).iter_rows())


def _schemata(entities: pl.DataFrame, identifiers: pl.DataFrame, relations: pl.DataFrame) -> dict[str, str]:
    """Return the schema of each entity. An organisation that somebody owns or registered is a company."""
    is_owned = relations.filter(pl.col("relation_kind").is_in(["owned_by", "subsidiary_of"]))["entity_id"]
    owned = relations.filter(pl.col("relation_kind").is_in(["owner_of", "parent_of"]))["related_entity_id"].drop_nulls()
    registered = identifiers.filter(pl.col("identifier_kind").is_in(list(_OF_COMPANIES)))["entity_id"]
    companies = pl.concat([is_owned, owned, registered]).unique().implode()
    schema = (
        pl.when((pl.col("entity_type") == "organisation") & pl.col("entity_id").is_in(companies))
        .then(pl.lit("Company"))
        .otherwise(pl.col("entity_type").replace_strict(_SCHEMATA, default="LegalEntity"))
    )
    return dict(entities.select("entity_id", schema.alias("schema")).iter_rows())


def _things(
    row: Mapping[str, Any],
    said: Mapping[str, Sequence[Mapping[str, Any]]],
    schemata: Mapping[str, str],
    version: Mapping[str, Any],
    group: Sequence[str],
) -> Iterator[Thing]:
    schema, identity = schemata[row["entity_id"]], ftm_id(row["entity_id"])
    dataset = row["list_id"].lower().replace("-", "_")

    def thing(kind: str, key: str, properties: Mapping[str, object]) -> Thing:
        kept = {name: _texts(value) for name, value in properties.items()}
        kept = {name: texts for name, texts in kept.items() if texts}
        return {"id": key, "schema": kind, "properties": kept, "datasets": [dataset], "referents": []}

    addresses = [_address(address, thing, row["list_id"]) for address in said["addresses"]]
    party = thing(schema, identity, _party(row, said, schema) | {"addressEntity": [made["id"] for made in addresses]})
    seen = {"last_seen": version["published_date"].isoformat()} if version["published_date"] else {}
    yield (
        party
        | seen
        | {
            "caption": row["primary_name"],
            "target": True,
            "referents": sorted(ftm_id(other) for other in group if other != row["entity_id"]),
            "group_id": ftm_id(row["group_id"]),
        }
    )
    yield from addresses
    yield thing("Sanction", f"{identity}-sanction", _sanction(row, said["identifiers"], version) | {"entity": identity})
    for number in said["identifiers"]:
        if made := _document(number, identity, schema):
            kind, properties = made
            yield thing(kind, f"{identity}-{_hash(kind, *map(str, properties.values()))}", properties)
    for relation in said["relations"]:
        yield from _link(relation, identity, schemata, schema, thing, row["list_id"])


def _texts(value: object) -> list[str]:
    """Return a property's texts, each once, without those that are empty."""
    several = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(str(text) for text in several if text not in (None, "")))


def _party(row: Mapping[str, Any], said: Mapping[str, Sequence[Mapping[str, Any]]], schema: str) -> dict[str, object]:
    codes = [code.lower() for code in row["country_codes"]]
    properties: dict[str, Any] = {
        "topics": next((topic for start, topic in _TOPICS.items() if row["list_id"].startswith(start)), "sanction"),
        "nationality" if schema == "Person" else "country": codes,
        "notes": row["remarks"],
        "sourceUrl": row["source_url"],
    }
    if schema == "Person":
        properties |= {"birthDate": row["birth_dates"], "birthPlace": row["birth_places"], "gender": row["gender"]}
        properties |= {"position": row["position"]}
    if schema in ("Vessel", "Airplane"):
        properties |= {"type": row["vessel_type"]}
    if schema == "Vessel":
        properties |= {"flag": (row["vessel_flag_code"] or "").lower()}
    for name in said["names"]:
        properties.setdefault(_NAMES[name["name_kind"]], []).append(name["name"])
    for number in said["identifiers"]:
        if key := _property(number["identifier_kind"], schema):
            properties.setdefault(key, []).append(_number(number))
    return properties


def _property(kind: str, schema: str) -> str | None:
    """Return the property of a party that holds numbers of this kind, if it has one."""
    own = _OF_SCHEMA.get(schema, {}).get(kind)
    return own or (_PROPERTIES.get(kind) if schema in _LEGAL else None)


def _number(number: Mapping[str, Any]) -> str:
    is_published = number["identifier_kind"] in _AS_PUBLISHED
    return str(number["published_value"] if is_published else number["value"])


def _sanction(
    row: Mapping[str, Any], identifiers: Sequence[Mapping[str, Any]], version: Mapping[str, Any]
) -> dict[str, object]:
    licence = (("Licence requirement", row["licence_requirement"]), ("Licence policy", row["licence_policy"]))
    basis = [f"Legal basis: {text}" for text in row["legal_basis"]]
    return {
        "authority": version["list_name"],
        "authorityId": row["source_id"],
        "program": row["programmes"],
        "provisions": row["measures"] or [],
        "listingDate": row["listed_date"],
        "endDate": row["end_date"],
        "unscId": [number["value"] for number in identifiers if number["identifier_kind"] == "un_reference"],
        "description": basis + [f"{label}: {text}" for label, text in licence if text],
        "sourceUrl": row["source_url"],
    }


def _document(number: Mapping[str, Any], holder: str, schema: str) -> tuple[str, dict[str, object]] | None:
    """Return the wallet or the document that states a number, its kind and its country; None where that is needless."""
    kind = number["identifier_kind"]
    if kind == "wallet":
        return "CryptoWallet", {"publicKey": number["value"], "currency": number["currency_code"], "holder": holder}
    is_whole = _property(kind, schema) is not None and (kind in _SELF_EXPLAINING or schema not in _LEGAL)
    # Documents are of persons and organisations; what else a vessel or aircraft has is stated as one all the same.
    if kind == "un_reference" or (is_whole and (schema not in _LEGAL or not number["country_code"])):
        return None
    stated = {
        "holder": holder,
        "type": _LABELS[kind],
        "number": _number(number),
        "country": (number["country_code"] or "").lower(),
        "summary": number["note"],
    }
    return "Passport" if kind == "passport" else "Identification", stated


def _address(address: Mapping[str, Any], thing: _Maker, list_id: str) -> Thing:
    properties = {
        "full": address["full_address"],
        "street": address["street"],
        "city": address["city"],
        "region": address["region"],
        "postalCode": address["postal_code"],
        "country": (address["country_code"] or "").lower(),
    }
    return thing("Address", f"addr-{_hash(list_id, *map(str, properties.values()))}", properties)


def _link(
    relation: Mapping[str, Any], identity: str, schemata: Mapping[str, str], schema: str, thing: _Maker, list_id: str
) -> Iterator[Thing]:
    """Yield a link, and before it the other party if no list holds it.

    Where a party is not what the link demands (an owner that is a vessel), the link is one of unknown kind.
    """
    link, own, other = _LINKS.get(relation["relation_kind"], ("UnknownLink", "subject", "object"))
    listed = relation["related_entity_id"]
    other_schema = schemata[listed] if listed in schemata else _UNLISTED.get(other, "LegalEntity")
    if schema not in _RANGES.get(own, {schema}) or other_schema not in _RANGES.get(other, {other_schema}):
        link, own, other = "UnknownLink", "subject", "object"
    if listed in schemata:
        end = ftm_id(listed)
    else:
        end = f"{list_id}-related-{_hash(relation['related_name'], other_schema)}"
        unlisted = thing(other_schema, end, {"name": relation["related_name"], "topics": "sanction.linked"})
        yield unlisted | {"caption": relation["related_name"], "target": False}
    said = "relationship" if link == "Family" else "role"
    ends = {own: identity, other: end}
    key = _hash(link, *(ends[name] for name in sorted(ends)), relation["published_relation"])
    yield thing(link, f"link-{key}", ends | {said: relation["published_relation"]})


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:12]
