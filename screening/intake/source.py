"""A file as batches of rows: its format told by its content, its kind of record by its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening.intake.batch import RawBatch
from screening.intake.csv_file import read_csv, read_header
from screening.intake.parquet_file import read_parquet, record_kind
from screening.intake.records import DECLARATION_ITEMS, RecordKind
from screening.intake.xml_file import read_xml, recognise
from screening.intake.xml_stream import looks_like_xml

_PARQUET_MAGIC = b"PAR1"


@dataclass(frozen=True)
class Source:
    """A file that can be read: its format, the kind of its records, and its rows batch by batch."""

    format: str
    kind: RecordKind
    batches: Iterator[RawBatch]


def open_source(path: Path) -> Source:
    """Recognise a file and open it. Raises IntakeError here or while the batches are read."""
    with path.open("rb") as file:
        magic = file.read(len(_PARQUET_MAGIC))
    if magic == _PARQUET_MAGIC:
        return Source("parquet", record_kind(path), read_parquet(path))
    if looks_like_xml(path):
        form = recognise(path)
        return Source(form.name, DECLARATION_ITEMS, read_xml(path, form))
    return Source("csv", read_header(path)[1], read_csv(path))
