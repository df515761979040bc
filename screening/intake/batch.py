"""What a format module hands on: a batch of rows as they arrived, all text, and the rows it could not even split."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from screening.errors import IntakeError
from screening.intake.records import DECLARATION_ITEMS, KINDS, RecordKind, kind_of

NAMES = DECLARATION_ITEMS.names
_MARK = "rejected_"
_GUARDED = "^'[=+@\\t\\r-]"
HEADER_COLUMNS = DECLARATION_ITEMS.header


@dataclass(frozen=True)
class RawBatch:
    """Some rows of a file.

    `rows`: row_number (Int64) and every column of its kind of record (String, null where empty or absent in the file).
    `broken`: row_number (Int64), reason_code, message, raw_row (String): rows without readable columns.
    """

    rows: pl.DataFrame
    broken: pl.DataFrame


BROKEN_SCHEMA = pl.Schema(
    {"row_number": pl.Int64, "reason_code": pl.String, "message": pl.String, "raw_row": pl.String}
)


def is_canonical(header: list[str]) -> bool:
    """Whether at least half of a header's columns have canonical names: it is to be read without a mapping."""
    names = [name.strip().lower() for name in header]
    return sum(name in kind_of(names).names for name in names) >= max(len(names), 2) / 2


def check_header(header: list[str], where: Path) -> tuple[list[str], RecordKind]:
    """Return the header's column names, trimmed and in lower case, and the kind of record that has them.

    Raises IntakeError when a column is missing, unknown or there twice, with the nearest canonical name.
    """
    written = [name.strip().lower() for name in header]
    # Rows that were rejected and mended come with where they came from and why.
    names = [name for name in written if not name.startswith(_MARK)]
    kind = kind_of(names)
    known, page = kind.names, f"docs/data-dictionary.md lists the columns of {kind.table.full_name}"
    _refuse_other_delimiter(names, where)
    repeated = sorted(name for name, count in Counter(names).items() if count > 1 and name in known)
    if repeated:
        raise IntakeError(
            f"the header names a column twice: {', '.join(repeated)}",
            where=str(where),
            remedy="Keep one of each",
            check_id="FILE_HEADER",
        )
    unknown = [name for name in names if name not in known]
    if len(unknown) > len(names) / 2:
        # Probably data, perhaps with parties' names, which must not end in an error message.
        raise IntakeError(
            "the first row is not a header with the canonical column names",
            where=str(where),
            remedy=f"Begin the file with them ({page}), or read it by a mapping: `screening intake guess`",
            check_id="FILE_HEADER",
        )
    if unknown:
        # An unknown column may be a party's name under a misspelt header; dropping it would hide the party.
        raise IntakeError(
            f"the header has unknown columns: {', '.join(_with_hint(name, known) for name in unknown)}",
            where=str(where),
            remedy=f"Rename or remove them; {page}",
            check_id="FILE_HEADER",
        )
    missing = [name for name in kind.header if name not in names]
    if missing:
        raise IntakeError(
            f"the header lacks columns: {', '.join(missing)}",
            where=str(where),
            remedy="Add them, empty where there is nothing to say",
            check_id="FILE_HEADER",
        )
    return written, kind


def unguarded(rows: pl.DataFrame) -> pl.DataFrame:
    """Undo the apostrophe that keeps spreadsheets from running a text as a formula, in rows that were to be mended."""
    if not any(name.startswith(_MARK) for name in rows.columns):
        return rows
    texts = [name for name in rows.columns if name != "row_number"]
    return rows.with_columns(
        pl.when(pl.col(name).str.contains(_GUARDED)).then(pl.col(name).str.slice(1)).otherwise(name).alias(name)
        for name in texts
    )


def _refuse_other_delimiter(names: list[str], where: Path) -> None:
    if len(names) > 1:
        return
    for delimiter, title in ((";", "semicolon"), ("\t", "tab"), ("|", "vertical bar")):
        if any(len(set(names[0].split(delimiter)) & set(kind.names)) > 1 for kind in KINDS):
            raise IntakeError(
                f"columns are separated by a {title}, not by a comma",
                where=str(where),
                remedy="Save the file as CSV with commas",
                check_id="FILE_HEADER",
            )


def _with_hint(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"{name!r} (did you mean {near[0]}?)" if near else repr(name)


def canonical(rows: pl.DataFrame, kind: RecordKind = DECLARATION_ITEMS) -> pl.DataFrame:
    """Return `rows` with every column of the kind, trimmed, empty text as null; absent columns are null."""
    rows = unguarded(rows)
    present = [name for name in kind.names if name in rows.columns]
    # The no-break space counts as white space for Polars; the zero-width ones and the byte-order mark do not.
    trimmed = rows.select(
        "row_number",
        *(pl.col(name).str.strip_chars().str.strip_chars("\u200b\ufeff").replace("", None) for name in present),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in kind.names if name not in present),
    )
    return trimmed.select("row_number", *kind.names)
