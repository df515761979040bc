"""A file as batches of rows: its format told by its content, its kind of record by its columns or by a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening.errors import IntakeError
from screening.intake import csv_file, jsonl_file, parquet_file, xlsx_file
from screening.intake.batch import RawBatch, canonical, check_header, is_canonical
from screening.intake.mapping import Mapping, Mappings, apply, find
from screening.intake.mapping.find import header_of, refuse_unknown
from screening.intake.records import DECLARATION_ITEMS, RecordKind
from screening.intake.table import RawTable, Shape, TableFormat, titles
from screening.intake.xml_file import read_xml, recognise
from screening.intake.xml_prolog import looks_like_xml

_PARQUET_MAGIC = b"PAR1"
_OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Source:
    """A file that can be read: its format, the kind of its records, and its rows batch by batch.

    `mapping` is the version of the mapping by which it is read; None where its columns are canonical.
    """

    format: str
    kind: RecordKind
    batches: Iterator[RawBatch]
    mapping: str | None = None


def table_format(path: Path) -> TableFormat | None:
    """Return the format of a table, told by its content; None for XML. Raises IntakeError for what is not read."""
    with path.open("rb") as file:
        magic = file.read(8)
    if magic.startswith(_PARQUET_MAGIC):
        return "parquet"
    if magic == _OLD_EXCEL_MAGIC:
        raise IntakeError("old Excel files (.xls) are not read", where=str(path), remedy="Save it as .xlsx")
    if magic.startswith(b"PK") and xlsx_file.is_workbook(path):
        return "xlsx"
    if looks_like_xml(path):
        return None
    return "jsonl" if jsonl_file.looks_like_jsonl(path) else "csv"


def open_source(path: Path, mappings: Mappings = Mappings(), mapping: Mapping | None = None) -> Source:  # noqa: B008
    """Recognise a file and open it, by `mapping` where one is named, else by its canonical columns or a known mapping.

    Raises IntakeError here or while the batches are read.
    """
    form = table_format(path)
    if form is None:
        if mapping is not None:
            raise IntakeError("XML is not read by a mapping", where=str(path), remedy="Leave out --mapping")
        xml = recognise(path)
        return Source(xml.name, DECLARATION_ITEMS, read_xml(path, xml))
    if mapping is not None:
        return _by_mapping(path, form, mapping)
    shape = Shape(format=form)
    try:
        header = header_of(path, form, shape)
    except IntakeError:
        if found := find(path, form, mappings):
            return _by_mapping(path, form, found)
        raise
    if not is_canonical(header) and (found := find(path, form, mappings)):
        return _by_mapping(path, form, found)
    if form == "csv":
        return Source(form, check_header(header, path)[1], csv_file.read_csv(path))
    if form == "parquet":
        return Source(form, check_header(header, path)[1], parquet_file.read_parquet(path))
    names, kind = check_header(header, path)
    table = open_table(path, form, shape)
    renamed = dict(zip(table.columns, names, strict=True))
    batches = (RawBatch(canonical(batch.rows.rename(renamed), kind), batch.broken) for batch in table.batches)
    return Source(form, kind, batches)


def _by_mapping(path: Path, form: TableFormat, mapping: Mapping) -> Source:
    if mapping.file.format != form:
        raise IntakeError(
            f"mapping {mapping.name} is for {mapping.file.format} files, this one is {form}",
            where=str(path),
            remedy="Name another mapping, or mend its `file`",
            check_id="FILE_MAPPING",
        )
    columns = titles(header_of(path, form, mapping.file))
    if lacking := mapping.lacks(frozenset(columns)):
        raise IntakeError(
            f"the header has no column that mapping {mapping.name} needs for {', '.join(lacking)}",
            where=str(path),
            remedy="Mend the titles in the mapping, or mark the fields as optional",
            check_id="FILE_MAPPING",
        )
    refuse_unknown(path, mapping, [name for name in columns if name not in mapping.known])
    return Source(form, mapping.kind, apply(mapping, open_table(path, form, mapping.file)), mapping.version)


def open_table(path: Path, form: TableFormat, shape: Shape) -> RawTable:
    """Open a table of any columns; raises IntakeError here or while its batches are read."""
    match form:
        case "csv":
            return csv_file.read_table(path, shape)
        case "xlsx":
            return xlsx_file.read_table(path, shape)
        case "parquet":
            return parquet_file.read_table(path)
        case "jsonl":
            return jsonl_file.read_table(path)
