"""Giving a result to the user: as a table to read, or in a format of a file, on standard output or into a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polars as pl
import typer

from screening.analysts.formats import FileFormat, encode, safe_csv
from screening.errors import SettingsError

__all__ = ["give", "print_frame", "safe_csv", "write_whole"]


def print_frame(frame: pl.DataFrame, output: str) -> None:
    """Print `frame` as `table`, or in a format of text (`csv`, `json`)."""
    if output == "table":
        print_table(frame)
    else:
        typer.echo(encode(frame, FileFormat(output)).decode(), nl=False)


def give(frame: pl.DataFrame, file_format: FileFormat, out: Path | None) -> None:
    """Write `frame` to `out`, whole or not at all, or to standard output; raises SettingsError where that is unwise."""
    if out is not None:
        write_whole(out, encode(frame, file_format))
    elif file_format.is_binary and sys.stdout.isatty():
        raise SettingsError(f"{file_format} is not for the screen", where="--format", remedy="Name a file with --out")
    else:
        sys.stdout.buffer.write(encode(frame, file_format))
        sys.stdout.buffer.flush()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside and rename it, so that a reader finds the old one or the new one, never a part."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise SettingsError(
            f"it cannot be written ({error.strerror})", where=str(path), remedy="Choose another place"
        ) from None


def print_table(frame: pl.DataFrame, limit: int | None = None) -> None:
    """Print `frame`, or its first `limit` rows, and how many there are."""
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name, dtype in frame.schema.items():
        table.add_column(_plain(name), justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in frame.head(limit or frame.height).iter_rows():
        table.add_row(*("" if value is None else _plain(value) for value in row))
    console = Console()
    console.print(table)
    if limit and frame.height > limit:
        console.print(f"{frame.height:,} row(s), the first {limit:,} shown; --format csv gives all")
    else:
        console.print(f"{frame.height:,} row(s)")


def _plain(value: object) -> str:
    # Terminals act on control characters, and rich on square brackets: what a declaration holds must do neither.
    text = "".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in str(value))
    return text.replace("[", "\\[")
