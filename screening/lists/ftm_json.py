"""OpenSanctions' and others' lists in FollowTheMoney JSON lines: `{"id", "schema", "properties"}`, one object a line.

A party and what is said about it are objects of their own: sanctions, addresses, documents, wallets and links name the
party they belong to, or are nested in it. They come in any order, so they are put together at the end. A file may hold
parties that no list names as well: owners, relatives, politicians. Those are left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from screening.errors import ListError
from screening.lists.dates import full_date
from screening.lists.facts import ListedEntity, ParsedList
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.ftm_parties import (
    DOCUMENTS,
    HELD_BY,
    LINKS,
    TYPES,
    add_documents,
    add_held,
    add_link,
    name_relations,
    party,
    values,
)
from screening.lists.safe_xml import DOWNLOAD_AGAIN

KEYS = frozenset({"id", "schema", "properties"})
LISTED_TOPICS = frozenset(
    ("sanction", "sanction.counter", "asset.frozen", "export.control", "export.risk", "trade.risk", "invest.risk",
     "debarment")
)  # fmt: skip
"""Topics that make a party a listed one; `sanction.linked` and `role.pep` do not."""


@dataclass
class _Gathered:
    """What a file holds, as far as it was read: parties by id, and what belongs to them by the id of the party."""

    parties: dict[str, ListedEntity] = field(default_factory=dict)
    held: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    shared: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    address_ids: dict[str, list[str]] = field(default_factory=dict)
    links: list[Mapping[str, Any]] = field(default_factory=list)
    datasets: set[str] | None = None
    last_seen: date | None = None
    names: dict[str, str] = field(default_factory=dict)
    left_out: int = 0


def _part_of(opening: Opening) -> str | None:
    return "list" if opening.json_keys >= KEYS else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    found = _Gathered()
    for number, thing in _objects(file):
        _gather(thing, found, file, number)
    if not found.parties:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    for source_id, entity in found.parties.items():
        addresses = (found.shared[key] for key in found.address_ids.get(source_id, ()) if key in found.shared)
        held = found.held.pop(source_id, [])
        for thing in (*addresses, *held):
            add_held(entity, thing)
        add_documents(entity, (thing for thing in held if thing["schema"] in DOCUMENTS))
    found.names |= {source_id: entity.primary_name for source_id, entity in found.parties.items()}
    for link in found.links:
        add_link(found.parties, link)
    for entity in found.parties.values():
        name_relations(entity, found.names)
    names = sorted(found.datasets or ())
    list_id = "-".join(("FTM", *names[:1])).replace("_", "-").upper()
    warnings = [f"{found.left_out} parties in the file are not listed and were left out"] if found.left_out else []
    title = f"FollowTheMoney: {names[0]}" if names else "FollowTheMoney list"
    return [ParsedList(list_id, title, found.last_seen, list(found.parties.values()), warnings)]


def _objects(file: SourceFile) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield each line's number and object. Raises ListError when a line is no entity: half a line is no JSON."""
    for number, line in enumerate(BytesIO(file.data), start=1):
        if not line.strip():
            continue
        try:
            thing = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
            if b"\\ud" in line.lower():
                json.dumps(thing, ensure_ascii=False).encode()  # half a character pair fits into no table
        except (ValueError, RecursionError):
            thing = None
        if not _is_entity(thing):
            raise ListError(
                f"line {number} is broken or cut off: it is no FollowTheMoney entity",
                where=file.where,
                remedy=DOWNLOAD_AGAIN,
            )
        yield number, thing


def _is_entity(thing: object) -> bool:
    return (
        isinstance(thing, dict)
        and isinstance(thing.get("id"), str)
        and isinstance(thing.get("schema"), str)
        and isinstance(thing.get("properties"), dict)
    )


def _gather(thing: Mapping[str, Any], found: _Gathered, file: SourceFile, number: int) -> None:
    schema, source_id = thing["schema"], thing["id"]
    if schema == "Address":
        found.shared[source_id] = thing
    elif schema in HELD_BY and not thing.get("target"):
        for owner in values(thing, HELD_BY[schema]):
            found.held[owner].append(thing)
    elif schema in LINKS:
        found.links.append(thing)
    elif schema in TYPES:
        if not _is_listed(thing):
            found.left_out += 1
            found.names[source_id] = party(thing).primary_name
            return
        if source_id in found.parties:
            raise ListError(f"line {number} repeats an entity", where=file.where, remedy=DOWNLOAD_AGAIN)
        found.parties[source_id] = party(thing)
        found.address_ids[source_id] = values(thing, "addressEntity")
        for name in ("sanctions", "addressEntity", "cryptoWallets", "identification", "passports"):
            found.held[source_id] += [nested for nested in _nested(thing, name) if _is_entity(nested)]
        stated = thing.get("datasets")
        named = {name for name in stated if isinstance(name, str)} if isinstance(stated, list) else set()
        found.datasets = named if found.datasets is None else found.datasets & named
        seen = full_date(str(thing.get("last_seen") or ""))
        found.last_seen = max(filter(None, (seen, found.last_seen)), default=None)


def _is_listed(thing: Mapping[str, Any]) -> bool:
    """A party is listed when its topics say so; without topics, unless it is said to be no target."""
    topics = values(thing, "topics")
    if topics:
        return not LISTED_TOPICS.isdisjoint(topics)
    return thing.get("target") is not False


def _nested(thing: Mapping[str, Any], name: str) -> list[Any]:
    nested = thing["properties"].get(name)
    return nested if isinstance(nested, list) else []


FORMAT = ListFormat("ftm_json", _part_of, each_by_itself, _parse)
