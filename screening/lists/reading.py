"""Read sanctions-list files: recognise each by its content, bring the files of one list together, parse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from screening.errors import ListError
from screening.lists import (
    ca_sema_xml,
    ch_seco_xml,
    eu_fsf_xml,
    ftm_json,
    jp_meti_xlsx,
    mapped,
    ofac_csv,
    ofac_enhanced_xml,
    ofac_xml,
    uk_csv,
    uk_xml,
    un_xml,
    us_csl_csv,
)
from screening.lists.dates import date_in_name
from screening.lists.facts import ParsedList
from screening.lists.formats import ListFormat, SourceFile
from screening.lists.mapping_file import ENDING
from screening.lists.recognise import opening_of
from screening.lists.version import ListVersion, build_version

FORMATS: tuple[ListFormat, ...] = (
    ofac_csv.FORMAT,
    ofac_xml.FORMAT,
    ofac_enhanced_xml.FORMAT,
    un_xml.FORMAT,
    eu_fsf_xml.FORMAT,
    uk_csv.FORMAT,
    uk_xml.FORMAT,
    us_csl_csv.FORMAT,
    jp_meti_xlsx.FORMAT,
    ch_seco_xml.FORMAT,
    ftm_json.FORMAT,
    ca_sema_xml.FORMAT,
    mapped.FORMAT,
)
"""Every format that can be read. A new one is a module with a `FORMAT`, and a place here."""

BESIDE_A_LIST = frozenset({".md", ".sha256", ".yml", ".yaml"})
"""Endings of files that may lie in a list's folder without being part of it; hidden files may too."""


def read(paths: Sequence[Path], *, published: date | None = None, retrieved_at: datetime) -> list[ListVersion]:
    """Read files and folders, and return the versions of lists that they hold, older before newer.

    A folder is searched with its subfolders, and every file in it must be part of a list. `published` is the date of
    publication where the content does not say it; without it, a date in the name of a file or of its folder is taken.
    `retrieved_at`, with time zone, is when the files were obtained.

    Raises ListError, and then returns nothing, when a file is missing, empty, cut off, unsafe or of no known format,
    when companions lack their entity file, or when the same version is given twice.
    """
    if not paths:
        raise ListError("no file or folder is given", remedy="Name the list's files or their folder")
    by_format: dict[str, list[SourceFile]] = {list_format.name: [] for list_format in FORMATS}
    for path in _files(paths):
        list_format, file = _recognised(path)
        by_format[list_format.name].append(file)
    versions = [
        _version(parsed, list_format, group, published, retrieved_at)
        for list_format in FORMATS
        for group in list_format.group(by_format[list_format.name])
        for parsed in list_format.parse(group)
    ]
    _refuse_twins(versions)
    return sorted(versions, key=lambda v: (v.list_id, v.published_date or date.min, v.list_version))


def _files(paths: Iterable[Path]) -> list[Path]:
    files: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            found = [file for file in sorted(path.rglob("*")) if file.is_file() and not _beside(file, path)]
            if not found:
                raise ListError("the folder holds no list", where=str(path), remedy="Put a list's files there")
        elif path.is_file():
            found = [path]
        else:
            raise ListError("there is no such file or folder", where=str(path), remedy="Check the path")
        files |= {file.resolve(): file for file in found}
    return list(files.values())


def _beside(file: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return is_hidden or file.suffix.lower() in BESIDE_A_LIST


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ListError(
            f"the file cannot be read: {error.strerror}", where=str(path), remedy="Check its permissions"
        ) from None


def _recognised(path: Path) -> tuple[ListFormat, SourceFile]:
    data = _bytes_of(path)
    mapping = path.with_name(path.name + ENDING)
    if mapping.is_file():
        # A mapping beside the file says what it is, whatever it looks like.
        return mapped.FORMAT, SourceFile(path, data, sha256(data).hexdigest(), "list", _bytes_of(mapping))
    opening = opening_of(data, path)
    for list_format in FORMATS:
        if part := list_format.part_of(opening):
            return list_format, SourceFile(path, data, sha256(data).hexdigest(), part)
    known = ", ".join(list_format.name for list_format in FORMATS if list_format is not mapped.FORMAT)
    raise ListError("the format is not known", where=str(path), remedy=f"Give a file of one of these formats: {known}")


def _version(
    parsed: ParsedList,
    list_format: ListFormat,
    group: Sequence[SourceFile],
    published: date | None,
    retrieved_at: datetime,
) -> ListVersion:
    return build_version(
        parsed,
        list_format=list_format.name,
        published_date=parsed.published_date or published or _date_in_names(group),
        retrieved_at=retrieved_at,
        source_files=[line for file in group for line in _source_lines(file)],
    )


def _source_lines(file: SourceFile) -> list[str]:
    line = f"{file.path.name} sha256:{file.sha256}"
    if not file.mapping:
        return [line]
    return [line, f"{file.path.name}{ENDING} sha256:{sha256(file.mapping).hexdigest()}"]


def _date_in_names(group: Sequence[SourceFile]) -> date | None:
    names = [name for file in group for name in (file.path.name, file.path.resolve().parent.name)]
    return max((found for name in names if (found := date_in_name(name))), default=None)


def _refuse_twins(versions: Sequence[ListVersion]) -> None:
    seen: dict[tuple[str, str], ListVersion] = {}
    for version in versions:
        key = (version.list_id, version.list_version)
        if key in seen:
            raise ListError(
                f"version {version.list_version} of {version.list_id} is given twice",
                where=", ".join(name.partition(" ")[0] for name in version.source_files),
                remedy="Give each version once",
            )
        seen[key] = version
