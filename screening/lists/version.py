"""A version of a list: its canonical tables, its hash and its name.

Canonical means that the tables depend on what the list says and on nothing else: not on the order of rows in the
files, nor on when they were read. Whatever repeats is dropped, the rest is sorted, and the hashes are taken of that.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from itertools import chain

import polars as pl

from screening.errors import ListError
from screening.lists.facts import Address, Identifier, ListedEntity, Name, ParsedList, Relation
from screening.lists.relations import RelatedEntities
from screening.lists.scripts import main_scripts
from screening.schemas.reference import (
    LIST_VERSIONS,
    LISTED_ADDRESSES,
    LISTED_ENTITIES,
    LISTED_IDENTIFIERS,
    LISTED_NAMES,
    LISTED_RELATIONS,
)

_NAME_KINDS = ("primary", "alias", "former", "weak")
_LISTS = ("programmes", "country_codes", "birth_dates", "birth_places", "legal_basis", "measures")
_SCALARS = (
    "entity_type", "primary_name", "position", "gender", "listed_date", "vessel_type", "source_url", "remarks",
    "licence_requirement", "licence_policy", "end_date", "vessel_flag_code", "vessel_owner",
)  # fmt: skip


@dataclass(frozen=True)
class ListVersion:
    """One version of one list, its five tables conforming to `screening.schemas.reference`.

    `content_hash` is the SHA-256 of what the list says; `list_version` is the date of publication, or `undated`, and
    the first eight characters of that hash. `source_files` has one `name sha256:…` for each file read.
    """

    list_id: str
    list_version: str
    list_name: str
    published_date: date | None
    retrieved_at: datetime
    format: str
    content_hash: str
    source_files: tuple[str, ...]
    warnings: tuple[str, ...]
    entities: pl.DataFrame = field(repr=False)
    names: pl.DataFrame = field(repr=False)
    identifiers: pl.DataFrame = field(repr=False)
    addresses: pl.DataFrame = field(repr=False)
    relations: pl.DataFrame = field(repr=False)

    @property
    def entity_count(self) -> int:
        """Listed entities."""
        return self.entities.height

    @property
    def name_count(self) -> int:
        """Names of all entities, primary names included."""
        return self.names.height

    @property
    def identifier_count(self) -> int:
        """Identifiers of all entities."""
        return self.identifiers.height

    @property
    def address_count(self) -> int:
        """Addresses of all entities."""
        return self.addresses.height

    @property
    def relation_count(self) -> int:
        """Relations of all entities to other parties."""
        return self.relations.height

    def as_row(self, loaded_at: datetime) -> pl.DataFrame:
        """Return this version's row of LIST_VERSIONS; `loaded_at`, with time zone, is when it is put in force."""
        row = {
            "list_id": self.list_id,
            "list_version": self.list_version,
            "list_name": self.list_name,
            "published_date": self.published_date,
            "retrieved_at": self.retrieved_at,
            "loaded_at": loaded_at,
            "format": self.format,
            "content_hash": self.content_hash,
            "source_files": list(self.source_files),
            "entity_count": self.entity_count,
            "name_count": self.name_count,
            "identifier_count": self.identifier_count,
            "address_count": self.address_count,
            "relation_count": self.relation_count,
            "warnings": list(self.warnings),
        }
        return LIST_VERSIONS.conform(pl.DataFrame([row], schema=LIST_VERSIONS.polars_schema))


@dataclass(frozen=True)
class _Canonical:
    """An entity with everything deduplicated and in order, and its hash."""

    entity: ListedEntity
    names: list[Name]
    identifiers: list[Identifier]
    addresses: list[Address]
    relations: list[Relation]
    lists: dict[str, list[str]]
    entity_hash: str


def build_version(
    parsed: ParsedList,
    *,
    list_format: str,
    published_date: date | None,
    retrieved_at: datetime,
    source_files: Sequence[str],
) -> ListVersion:
    """Return the version that `parsed` makes. Raises ListError when two entities carry the same number."""
    _refuse_repeats(parsed, source_files)
    # Entities are objects here, built one by one from XML or remarks; sorting and hashing each is part of that loop.
    canonical = [_canonical(entity) for entity in sorted(parsed.entities, key=lambda entity: entity.source_id)]
    lines = (f"{c.entity.source_id}\t{c.entity_hash}\n" for c in canonical)
    content_hash = sha256("".join((parsed.list_id + "\n", *lines)).encode()).hexdigest()
    list_version = f"{published_date.isoformat() if published_date else 'undated'}-{content_hash[:8]}"
    keys = {"list_id": pl.lit(parsed.list_id), "list_version": pl.lit(list_version)}
    return ListVersion(
        list_id=parsed.list_id,
        list_version=list_version,
        list_name=parsed.list_name,
        published_date=published_date,
        retrieved_at=retrieved_at,
        format=list_format,
        content_hash=content_hash,
        source_files=tuple(sorted(source_files)),
        warnings=tuple(parsed.warnings),
        entities=LISTED_ENTITIES.conform(_entity_frame(canonical, parsed.list_id).with_columns(**keys)),
        names=LISTED_NAMES.conform(_name_frame(canonical, parsed.list_id).with_columns(**keys)),
        identifiers=LISTED_IDENTIFIERS.conform(_identifier_frame(canonical, parsed.list_id).with_columns(**keys)),
        addresses=LISTED_ADDRESSES.conform(_address_frame(canonical, parsed.list_id).with_columns(**keys)),
        relations=LISTED_RELATIONS.conform(_relation_frame(canonical, parsed.list_id).with_columns(**keys)),
    )


def _refuse_repeats(parsed: ParsedList, source_files: Sequence[str]) -> None:
    counts = Counter(entity.source_id for entity in parsed.entities)
    repeated = sorted(number for number, count in counts.items() if count > 1)
    if repeated:
        raise ListError(
            f"{len(repeated)} entity numbers occur more than once, the first is {repeated[0] or 'an empty one'}",
            where=", ".join(name.partition(" ")[0] for name in source_files),
            remedy="Download the list again; a file that holds two versions cannot be read",
        )


def _canonical(entity: ListedEntity) -> _Canonical:
    names = _distinct_names(entity)
    identifiers = _distinct_identifiers(entity.identifiers)
    addresses = sorted(set(entity.addresses), key=_none_first)
    # As stated: which entity a name means depends on the others in the list, and must not move this one's hash.
    relations = sorted(set(entity.relations), key=_none_first)
    lists = {name: sorted(set(getattr(entity, name))) for name in _LISTS}
    scalars = [getattr(entity, name) for name in _SCALARS]
    facts = [entity.source_id, scalars, lists, names, identifiers, addresses, relations]
    text = json.dumps(facts, ensure_ascii=False, default=str)
    entity_hash = sha256(text.encode("utf-8", "replace")).hexdigest()
    return _Canonical(entity, names, identifiers, addresses, relations, lists, entity_hash)


def _none_first(row: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(value or "" for value in row)


def _distinct_names(entity: ListedEntity) -> list[Name]:
    """Each name once, as the best kind it is given: primary, alias, former, weak; sorted by kind and name.

    A name that is printed alike in several languages keeps its language only if all of them state the same one.
    """
    every = [Name(entity.primary_name, "primary", entity.primary_language), *entity.names]
    kinds: dict[str, int] = {}
    languages: dict[str, set[str | None]] = {}
    for name, kind, language in every:
        rank = _NAME_KINDS.index(kind)
        kinds[name] = min(rank, kinds.get(name, rank))
        languages.setdefault(name, set()).add(language)
    return [
        Name(name, _NAME_KINDS[rank], next(iter(languages[name])) if len(languages[name]) == 1 else None)
        for rank, name in sorted((rank, name) for name, rank in kinds.items())
    ]


def _distinct_identifiers(identifiers: Sequence[Identifier]) -> list[Identifier]:
    """One row for each kind, value and currency: the first that names a country, in order of all its fields."""
    chosen: dict[tuple[str, str, str], Identifier] = {}
    for made in sorted(set(identifiers), key=lambda i: (i.country_code is None, _none_first(i))):
        chosen.setdefault((made.kind, made.value, made.currency_code), made)
    return [chosen[key] for key in sorted(chosen)]


def _entity_frame(canonical: Sequence[_Canonical], list_id: str) -> pl.DataFrame:
    columns: dict[str, list[object]] = {
        "source_id": [c.entity.source_id for c in canonical],
        "entity_hash": [c.entity_hash for c in canonical],
    }
    columns |= {name: [getattr(c.entity, name) for c in canonical] for name in _SCALARS}
    columns |= {name: [c.lists[name] for c in canonical] for name in _LISTS}
    types = {name: LISTED_ENTITIES.polars_schema[name] for name in columns}
    entity_id = pl.concat_str(pl.lit(f"{list_id}:"), "source_id").alias("entity_id")
    return pl.DataFrame(columns, schema=types).with_columns(entity_id)


def _rows_frame(canonical: Sequence[_Canonical], list_id: str, attribute: str, fields: dict[str, str]) -> pl.DataFrame:
    """Return one row for each name, identifier, address or relation, with its entity and its number in it (from 1)."""
    rows = [getattr(c, attribute) for c in canonical]
    flat = list(chain.from_iterable(rows))
    ids = pl.Series("entity_id", [f"{list_id}:{c.entity.source_id}" for c in canonical], pl.String)
    counts = pl.Series("count", [len(part) for part in rows], pl.UInt32)
    frame = pl.DataFrame({"entity_id": ids, "count": counts})
    frame = frame.select(pl.col("entity_id").repeat_by("count").list.explode(keep_nulls=False, empty_as_null=False))
    columns = [pl.Series(column, [getattr(row, name) for row in flat], pl.String) for name, column in fields.items()]
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("entity_id").alias("number")
    return frame.with_columns(columns).with_columns(number)


def _name_frame(canonical: Sequence[_Canonical], list_id: str) -> pl.DataFrame:
    frame = _rows_frame(canonical, list_id, "names", {"name": "name", "kind": "name_kind", "language": "language"})
    name_id = pl.format("{}#{}", "entity_id", "number").alias("name_id")
    return frame.with_columns(name_id, main_scripts(frame["name"]))


def _identifier_frame(canonical: Sequence[_Canonical], list_id: str) -> pl.DataFrame:
    same = ("value", "published_value", "country_code", "currency_code", "note")
    return _rows_frame(canonical, list_id, "identifiers", {"kind": "identifier_kind"} | {name: name for name in same})


def _address_frame(canonical: Sequence[_Canonical], list_id: str) -> pl.DataFrame:
    frame = _rows_frame(canonical, list_id, "addresses", {name: name for name in Address._fields})
    return frame.rename({"number": "address_number"})


def _relation_frame(canonical: Sequence[_Canonical], list_id: str) -> pl.DataFrame:
    fields = {"kind": "relation_kind", "name": "related_name", "words": "published_relation"}
    frame = _rows_frame(canonical, list_id, "relations", fields).rename({"number": "relation_number"})
    related = RelatedEntities(c.entity for c in canonical)
    stated = [relation for c in canonical for relation in c.relations]
    found = [related.source_id(relation) for relation in stated]
    ids = [None if source_id is None else f"{list_id}:{source_id}" for source_id in found]
    listed = {c.entity.source_id: c.entity.primary_name for c in canonical}
    names = [r.name or listed.get(r.source_id or "") or r.source_id or "(no name)" for r in stated]
    return frame.with_columns(
        pl.Series("related_entity_id", ids, pl.String), pl.Series("related_name", names, pl.String)
    )
