"""A table as it arrived, before anything is known of its meaning: titles of columns, and rows of text in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, field_validator

from screening.intake.batch import BROKEN_SCHEMA, RawBatch

TableFormat = Literal["csv", "xlsx", "parquet", "jsonl"]
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp1252", "koi8-r", "cp866", "iso-8859-1")
BATCH_ROWS = 50_000


class Shape(BaseModel):
    """How a file is to be read: what its text is encoded in, what parts its columns, where its header stands."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)

    format: TableFormat = "csv"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    encoding: str = "utf-8"
    header_row: int = Field(default=1, ge=1, le=100)
    sheet: str | None = None

    @field_validator("encoding")
    @classmethod
    def _known(cls, value: str) -> str:
        name = {"windows-1251": "cp1251", "utf8": "utf-8", "utf16": "utf-16"}.get(value.lower(), value.lower())
        if name not in ENCODINGS:
            raise ValueError(f"{value} is not read; known are {', '.join(ENCODINGS)}")
        return name


@dataclass(frozen=True)
class RawTable:
    """`columns`: titles as `titles` makes them. `batches`: rows have row_number (Int64) and these columns (String)."""

    columns: list[str]
    batches: Iterator[RawBatch]


def title(text: str) -> str:
    """Return a title as titles are compared: trimmed, white space collapsed, in lower case."""
    return " ".join(text.replace("\ufeff", "").split()).casefold()


def titles(header: Iterable[str | None]) -> list[str]:
    """Return the titles of a header, none of them empty and none twice: a repeated one is numbered."""
    found: list[str] = []
    for number, text in enumerate(header, start=1):
        name = title(text or "") or f"column {number}"
        known, count = name, 1
        while name in found:
            count += 1
            name = f"{known} ({count})"
        found.append(name)
    return found


def text_batch(columns: list[str], rows: list[tuple[int, list[str | None]]]) -> pl.DataFrame:
    """Return numbered rows of text as a frame; each row has as many values as there are columns."""
    frame = pl.DataFrame([values for _, values in rows], schema=dict.fromkeys(columns, pl.String), orient="row")
    return frame.with_columns(pl.Series("row_number", [number for number, _ in rows], dtype=pl.Int64))


def broken_rows(rows: list[tuple[int, str, str, str]]) -> pl.DataFrame:
    """Return rows without readable columns as a frame: number, reason code, message, the row as it arrived."""
    return pl.DataFrame(rows, schema=BROKEN_SCHEMA, orient="row")
