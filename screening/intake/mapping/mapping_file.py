"""The mapping file: which column of a table holds which canonical field, and how its values are written."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

import polars as pl
import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from screening.errors import IntakeError
from screening.intake.records import KINDS, RecordKind
from screening.intake.table import Shape, title

ENDING = ".mapping.yml"
UNITS = {"kg": 1.0, "t": 1000.0, "g": 0.001, "lb": 0.45359237, "thousand": 1_000.0, "million": 1_000_000.0}
"""What a number is multiplied with to be in the unit of its field (kilograms, or one of a currency)."""
_MAX_BYTES = 1 << 20


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class FieldMapping(BaseModel):
    """Where a canonical field comes from. Exactly one of `column`, `columns` and `value` is given.

    `column`: a title, or several of which the first that the file has is taken. `columns`: titles whose texts are
    joined. `value`: the same text for every row. The others say how the text is read, in this order: `pattern` (its
    first group is kept), `values` (a text and what it means), `dates`, `decimal` and `thousands`, `unit`, `pad`,
    `prefix`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: Texts = ()
    columns: Texts = ()
    value: str | None = None
    separator: str = "; "
    pattern: str | None = None
    values: dict[str, str] = {}
    dates: Texts = ()
    decimal: str | None = Field(None, min_length=1, max_length=1)
    thousands: str | None = None
    unit: str | None = None
    pad: int | None = Field(None, ge=1, le=40)
    prefix: str = ""
    optional: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if sum((bool(self.column), bool(self.columns), self.value is not None)) != 1:
            raise ValueError("give one of column, columns and value")
        if self.unit is not None and self.unit not in UNITS:
            raise ValueError(f"there is no unit {self.unit}; known are {', '.join(UNITS)}")
        if self.pattern is not None:
            try:  # Rust's expressions, which never take longer than the text is long
                pl.select(pl.lit("").str.extract(self.pattern, 1))
            except pl.exceptions.PolarsError:
                raise ValueError(f"the pattern {self.pattern!r} is no regular expression") from None
            if "(" not in self.pattern:
                raise ValueError("the pattern needs a group in parentheses: what is kept")
        return self

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title that it names, as titles are compared."""
        return tuple(title(name) for name in (*self.column, *self.columns))


def _as_field(value: object) -> object:
    return {"column": value} if isinstance(value, str | list) else value


class Mapping(BaseModel):
    """A mapping. `fields` are by canonical name; `ignored` are titles of columns that are left out on purpose.

    `empty` are texts that stand for nothing, such as `-`. `dates`, `decimal` and `thousands` hold for every field that
    does not say otherwise.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")
    title: str = ""
    record: str = "declarations"
    file: Shape = Shape()
    decimal: str = Field(".", min_length=1, max_length=1)
    thousands: str = ""
    dates: Texts = ("%Y-%m-%d",)
    empty: Texts = ()
    fields: dict[str, Annotated[FieldMapping, BeforeValidator(_as_field)]]
    ignored: Texts = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.record not in {kind.name for kind in KINDS}:
            raise ValueError(f"there is no record {self.record}; known are {', '.join(kind.name for kind in KINDS)}")
        if unknown := sorted(set(self.fields) - set(self.kind.names)):
            raise ValueError(f"{self.kind.table.full_name} has no field {', '.join(unknown)}")
        needed = {column.name for column in self.kind.columns if column.required} - {"correction_number"}
        if missing := sorted(needed - set(self.fields)):
            raise ValueError(f"every record needs {', '.join(missing)}")
        return self

    @cached_property
    def kind(self) -> RecordKind:
        """The kind of record that the rows become."""
        return next(kind for kind in KINDS if kind.name == self.record)

    @cached_property
    def known(self) -> frozenset[str]:
        """Titles that the mapping names, to be read or left out."""
        return frozenset(
            (
                *(name for field in self.fields.values() for name in field.titles),
                *(title(name) for name in self.ignored),
            )
        )

    def lacks(self, columns: frozenset[str]) -> list[str]:
        """Return the fields whose columns are not among these titles: the signature of the mapping is not met."""
        return [
            name
            for name, field in self.fields.items()
            if not field.optional
            and ((field.column and not set(field.titles) & columns) or (field.columns and set(field.titles) - columns))
        ]

    @cached_property
    def version(self) -> str:
        """Name and the start of a hash over all that it says: another mapping gives another version."""
        return f"{self.name}-{hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]}"


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises IntakeError, with the setting, when it is no YAML or makes no sense."""
    remedy = "Correct the mapping file; docs/intake-mappings.md describes it"
    try:
        data = path.read_bytes()
        if len(data) > _MAX_BYTES:
            raise IntakeError("the mapping file is too large", where=str(path), remedy=remedy)
        return Mapping.model_validate(yaml.safe_load(data))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        raise IntakeError(
            f"the mapping makes no sense: {place + ': ' if place else ''}{what}", where=str(path), remedy=remedy
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        raise IntakeError("the mapping is no YAML", where=str(path), remedy=remedy) from None
    except OSError as error:
        raise IntakeError(f"the mapping cannot be opened ({error.strerror})", where=str(path), remedy=remedy) from None
