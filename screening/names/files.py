"""CSV files of names, as the command line takes them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from screening.errors import IntakeError


def read_columns(path: Path, required: tuple[str, ...], optional: tuple[str, ...]) -> pl.DataFrame:
    """The named columns of a CSV file as text; raises IntakeError for a file that cannot be used."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise IntakeError("cannot be read", where=str(path), remedy="Check the path and its permissions") from error
    except UnicodeDecodeError as error:
        raise IntakeError("is not UTF-8", where=str(path), remedy="Save it as UTF-8 CSV") from error
    if not text.strip():
        raise IntakeError("is empty", where=str(path), remedy=f"Give a CSV file with {', '.join(required)}")
    try:
        table = pl.read_csv(text.encode(), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise IntakeError("is no valid CSV", where=str(path), remedy="Check separators and quotes") from error
    missing = [c for c in required if c not in table.columns]
    if missing:
        remedy = f"Give a header line with {', '.join(required)}"
        raise IntakeError(f"has no column {', '.join(missing)}", where=str(path), remedy=remedy)
    return table.select(*required, *(c for c in optional if c in table.columns))
