"""Reviewed reference data: a CSV file and, beside it, a sidecar that says what it is and where it comes from.

`NAME.csv` has `NAME.meta.yml` with title, sources, version (a date), valid_from, valid_to, licence and the SHA-256
of the CSV. A file that does not match its sidecar is refused: nobody can say any more what was reviewed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import yaml

from screening.errors import ReferenceDataError

DATA_FOLDER = Path(__file__).parent / "data"

_TEXT_FIELDS = ("title", "licence", "sha256")


@dataclass(frozen=True)
class Sidecar:
    """What `NAME.meta.yml` says about `NAME.csv`. `valid_to` is None while nothing has replaced the source."""

    title: str
    sources: tuple[str, ...]
    version: date
    valid_from: date
    valid_to: date | None
    licence: str
    sha256: str


def file_checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_sidecar(path: Path) -> Sidecar:
    """Read a `NAME.meta.yml`. Raises ReferenceDataError when it is absent, not YAML or lacks a field."""
    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ReferenceDataError(
            "the sidecar cannot be read", where=str(path), remedy="Write it as docs/goods.md describes"
        ) from error
    fields = fields if isinstance(fields, dict) else {}
    faults = [name for name in _TEXT_FIELDS if not (isinstance(fields.get(name), str) and fields[name])]
    faults += [name for name in ("version", "valid_from") if not isinstance(fields.get(name), date)]
    sources = fields.get("sources")
    if not (isinstance(sources, list) and sources and all(isinstance(source, str) for source in sources)):
        faults.append("sources")
    if "valid_to" not in fields or not isinstance(fields["valid_to"], date | None):
        faults.append("valid_to")
    if faults:
        raise ReferenceDataError(
            f"fields missing or of the wrong type: {', '.join(faults)}",
            where=str(path),
            remedy="Fill them in as docs/goods.md describes",
        )
    return Sidecar(
        title=fields["title"],
        sources=tuple(fields["sources"]),
        version=fields["version"],
        valid_from=fields["valid_from"],
        valid_to=fields["valid_to"],
        licence=fields["licence"],
        sha256=fields["sha256"],
    )


def read_reference_csv(
    path: Path, *, columns: Sequence[str], key: Sequence[str], optional: Sequence[str] = ()
) -> pl.DataFrame:
    """Read a reference CSV as strings, in file order, after holding it against its sidecar.

    The file must have exactly `columns`, a value in each of them unless they are `optional`, no spaces around
    values, and no two rows with the same `key`. Raises ReferenceDataError naming file, row (1 is the first row
    after the header) and remedy.
    """
    sidecar = read_sidecar(path.with_suffix(".meta.yml"))
    if not path.exists():
        raise ReferenceDataError("the file is missing", where=str(path), remedy="Restore it from the repository")
    if file_checksum(path) != sidecar.sha256:
        raise ReferenceDataError(
            "the file is not the one that its sidecar vouches for (SHA-256 differs)",
            where=str(path),
            remedy="Restore it, or have the change reviewed and update version and sha256 in the sidecar",
        )
    try:
        frame = pl.read_csv(path, infer_schema=False, empty_string_is_null=True)
    except pl.exceptions.PolarsError as error:
        raise ReferenceDataError(
            f"the file is not a table: {error}", where=str(path), remedy="Give every row the header's columns"
        ) from error
    if frame.columns != list(columns):
        raise ReferenceDataError(
            f"columns are {', '.join(frame.columns)}; expected {', '.join(columns)}",
            where=str(path),
            remedy="Give the columns these names, in this order",
        )
    required = [name for name in columns if name not in optional]
    refuse_rows(frame, pl.any_horizontal(pl.col(required).is_null()), path, "a value is missing", "Fill it in")
    untrimmed = pl.any_horizontal(pl.all().ne_missing(pl.all().str.strip_chars()))
    refuse_rows(frame, untrimmed, path, "a value has spaces around it", "Remove them")
    refuse_rows(
        frame,
        ~pl.struct(key).is_first_distinct(),
        path,
        f"{', '.join(key)} repeats an earlier row",
        "Merge the two rows",
    )
    return frame


def refuse_rows(frame: pl.DataFrame, faulty: pl.Expr, path: Path, what: str, remedy: str) -> None:
    """Raise ReferenceDataError when a row is `faulty`; a null counts as faulty.

    `frame` must hold the rows of `path` in file order, so that the first faulty row can be named.
    """
    rows = frame.select(faulty.fill_null(True).arg_true()).to_series()
    if rows.len():
        more = f" (and {rows.len() - 1} more rows)" if rows.len() > 1 else ""
        raise ReferenceDataError(f"row {rows[0] + 1}: {what}{more}", where=str(path), remedy=remedy)
