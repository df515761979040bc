"""Which mapping a file is read by: the one whose columns its header has. Two that would do are an error, no guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from screening.errors import IntakeError
from screening.intake import csv_file, jsonl_file, parquet_file, xlsx_file
from screening.intake.mapping.mapping_file import ENDING, Mapping, read_mapping
from screening.intake.table import Shape, TableFormat, titles


@dataclass(frozen=True)
class Mappings:
    """The mappings that files may be read by, each with the file it came from. Own ones stand before bundled ones."""

    known: tuple[tuple[Mapping, Path], ...] = ()


def load_mappings(folder: Path | None = None) -> Mappings:
    """Read the mappings of a folder (`*.mapping.yml`) and the bundled ones, which an own one of the same name replaces.

    Raises IntakeError when one of them makes no sense, or two of the folder share a name.
    """
    found: dict[str, tuple[Mapping, Path]] = {}
    own = sorted(folder.glob(f"*{ENDING}")) if folder and folder.is_dir() else []
    for path in own:
        mapping = read_mapping(path)
        if mapping.name in found:
            raise IntakeError(f"two mappings are called {mapping.name}", where=str(path), remedy="Rename one of them")
        found[mapping.name] = (mapping, path)
    with resources.as_file(resources.files(__package__) / "bundled") as bundled:
        for path in sorted(bundled.glob(f"*{ENDING}")):
            mapping = read_mapping(path)
            found.setdefault(mapping.name, (mapping, path))
    return Mappings(tuple(found.values()))


def header_of(path: Path, form: TableFormat, shape: Shape) -> list[str]:
    """Return the header of a file that is read in this way; raises IntakeError when it has none."""
    read: dict[TableFormat, Callable[[], list[str]]] = {
        "csv": lambda: csv_file.header_of(path, shape),
        "xlsx": lambda: xlsx_file.header_of(path, shape),
        "parquet": lambda: parquet_file.header_of(path),
        "jsonl": lambda: jsonl_file.header_of(path),
    }
    return read[form]()


def find(path: Path, form: TableFormat, mappings: Mappings) -> Mapping | None:
    """Return the mapping whose signature a file meets, None when there is none.

    Raises IntakeError when several would do, or when the one that does does not know all of the file's columns.
    """
    met: list[tuple[Mapping, list[str]]] = []
    for mapping, _ in mappings.known:
        if mapping.file.format != form:
            continue
        try:
            columns = titles(header_of(path, form, mapping.file))
        except IntakeError:
            continue  # not read in this way
        if not mapping.lacks(frozenset(columns)):
            met.append((mapping, [name for name in columns if name not in mapping.known]))
    whole = [mapping for mapping, unknown in met if not unknown]
    if len(whole) > 1 or (not whole and len(met) > 1):
        names = ", ".join(mapping.name for mapping in whole or [mapping for mapping, _ in met])
        raise IntakeError(
            f"several mappings would do: {names}",
            where=str(path),
            remedy="Name columns in each that only its files have, or give --mapping",
            check_id="FILE_MAPPING",
        )
    if whole:
        return whole[0]
    if met:
        refuse_unknown(path, *met[0])
    return None


def refuse_unknown(path: Path, mapping: Mapping, unknown: list[str]) -> None:
    """Raise IntakeError where a file has columns that its mapping does not name: a party's name may stand there."""
    if unknown:
        raise IntakeError(
            f"mapping {mapping.name} does not name the columns {', '.join(repr(name) for name in unknown[:20])}",
            where=str(path),
            remedy="Add them to its `fields`, or to `ignored` when nothing in them matters",
            check_id="FILE_MAPPING",
        )
