"""The mapping file of a national list: which column holds what, and what is the same for all of its entries."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from screening.errors import ListError
from screening.lists.identifiers import KINDS
from screening.lists.relations import KINDS as RELATION_KINDS

EntityType = Literal["person", "organisation", "vessel", "aircraft", "unknown"]
ENDING = ".mapping.yml"
"""What is added to the name of a list's file to give that of its mapping."""
COLUMNS = frozenset(
    ("name", "aliases", "former_names", "weak_aliases", "source_id", "entity_type", "birth_dates", "birth_places",
     "countries", "addresses", "programmes", "legal_basis", "listed_date", "end_date", "position", "gender", "measures",
     "licence_requirement", "licence_policy", "vessel_type", "vessel_flag", "vessel_owner", "source_url", "remarks")
)  # fmt: skip
"""What a column may hold. `name` may be spread over several, in natural order; the others are read one by one."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Titles = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class ListMapping(BaseModel):
    """A mapping. `columns` say which titles hold what, `identifiers` and `relations` which kind each title holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    list_id: str = Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")
    list_name: str = Field(min_length=1)
    columns: dict[str, Titles]
    identifiers: dict[str, str] = {}
    relations: dict[str, str] = {}
    identifier_country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    entity_type: EntityType = "unknown"
    entity_types: dict[str, EntityType] = {}
    programmes: Titles = ()
    legal_basis: Titles = ()
    title_row: int = Field(1, ge=1, le=100)
    separator: str = Field(";", min_length=1)
    delimiter: str = Field(",", min_length=1, max_length=1)
    encoding: str = "utf-8"

    @model_validator(mode="after")
    def _makes_sense(self) -> ListMapping:
        if unknown := sorted(set(self.columns) - COLUMNS):
            raise ValueError(f"columns cannot hold {', '.join(unknown)}")
        if not self.columns.get("name"):
            raise ValueError("columns must say where the name is")
        if unknown := sorted(set(self.identifiers.values()) - KINDS):
            raise ValueError(f"there is no kind of identifier {', '.join(unknown)}")
        if unknown := sorted(set(self.relations.values()) - RELATION_KINDS):
            raise ValueError(f"there is no kind of relation {', '.join(unknown)}")
        try:
            codecs.lookup(self.encoding)
        except LookupError:
            raise ValueError(f"there is no encoding {self.encoding}") from None
        return self

    def titles(self) -> Iterator[str]:
        """Yield every title that the mapping names."""
        for titles in self.columns.values():
            yield from titles
        yield from self.identifiers
        yield from self.relations


def read_mapping(data: bytes, where: str) -> ListMapping:
    """Read a mapping file. Raises ListError, with the setting, when it is no YAML or makes no sense."""
    remedy = "Correct the mapping file; docs/lists.md describes it"
    try:
        return ListMapping.model_validate(yaml.safe_load(data))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        what = f"{place}: {first['msg']}" if place else first["msg"]
        raise ListError(f"the mapping makes no sense: {what}", where=where, remedy=remedy) from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        raise ListError("the mapping is no YAML", where=where, remedy=remedy) from None
