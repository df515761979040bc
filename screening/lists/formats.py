"""What a format module offers, and the files it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.lists.facts import ParsedList


@dataclass(frozen=True)
class Opening:
    """What recognition may look at.

    The root element of an XML file, the first row of a CSV file, the first row of a workbook's first sheet, or the keys
    of the first object of a file of JSON lines; the others stay empty.
    """

    root_name: str = ""
    root_namespace: str = ""
    first_row: tuple[str, ...] = ()
    workbook_row: tuple[str, ...] = ()
    json_keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SourceFile:
    """A file that was read whole. `part` says which part of a list it is, in its format's own words.

    `mapping` is the mapping file that lies beside a national list; it is empty for all other formats.
    """

    path: Path
    data: bytes
    sha256: str
    part: str
    mapping: bytes = b""

    @property
    def where(self) -> str:
        """The file as error messages name it."""
        return str(self.path)


@dataclass(frozen=True)
class ListFormat:
    """A format: `part_of` recognises a file by its opening, `group` brings files together, `parse` reads a group.

    `part_of` returns the name of the part, or None when the file is not of this format. `group` raises ListError when
    files cannot be brought together, `parse` when they cannot be read or are not complete. Most groups hold one list;
    a collection such as the US Consolidated Screening List holds several.
    """

    name: str
    part_of: Callable[[Opening], str | None]
    group: Callable[[Sequence[SourceFile]], list[list[SourceFile]]]
    parse: Callable[[Sequence[SourceFile]], list[ParsedList]]


def each_by_itself(files: Sequence[SourceFile]) -> list[list[SourceFile]]:
    """Group for formats in which one file is one list."""
    return [[file] for file in files]
