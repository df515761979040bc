"""What a list says about its entities, before it becomes tables: the one shape that every format is read into."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Name(NamedTuple):
    """A name in natural order; `kind` is primary, alias, former or weak; `language` is ISO 639-1 or None."""

    name: str
    kind: str
    language: str | None = None


class Identifier(NamedTuple):
    """A number that identifies the entity. `value` is normalised, `published_value` is as published."""

    kind: str
    value: str
    published_value: str
    country_code: str | None = None
    currency_code: str = ""
    note: str | None = None


class Address(NamedTuple):
    """An address. `full_address` holds all parts in one line and is never empty."""

    full_address: str
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country_code: str | None = None
    country_name: str | None = None


class Relation(NamedTuple):
    """A relation to another party. `source_id` is its number in the same list, where the publisher states it.

    `kind` is one of `relations.KINDS`, `words` are the publisher's own for it. `name` is empty where the number alone
    is stated: the tables then hold the name under which it is listed.
    """

    kind: str
    source_id: str | None
    name: str
    words: str


@dataclass(slots=True)
class ListedEntity:
    """One entity as its publisher lists it. Lists may repeat; `version.py` drops what repeats and orders the rest."""

    source_id: str
    entity_type: str
    primary_name: str
    primary_language: str | None = None
    names: list[Name] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    country_codes: list[str] = field(default_factory=list)
    birth_dates: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    legal_basis: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    position: str | None = None
    gender: str | None = None
    listed_date: date | None = None
    vessel_type: str | None = None
    source_url: str | None = None
    remarks: str | None = None
    licence_requirement: str | None = None
    licence_policy: str | None = None
    end_date: date | None = None
    vessel_flag_code: str | None = None
    vessel_owner: str | None = None


@dataclass(frozen=True)
class ParsedList:
    """One list as its files say it. `published_date` is None when the content does not say it."""

    list_id: str
    list_name: str
    published_date: date | None
    entities: list[ListedEntity]
    warnings: list[str]


def one_line(*parts: str | None) -> str:
    """Join what is there with commas."""
    return ", ".join(part for part in parts if part)


def tidy(text: str | None) -> str:
    """Collapse white space; None becomes empty."""
    return " ".join(text.split()) if text else ""
