"""Printing a result: as a table to read, as CSV that is safe to open in a spreadsheet, as JSON."""

from __future__ import annotations

import json

import polars as pl
import typer

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def print_frame(frame: pl.DataFrame, output: str) -> None:
    """Print `frame` as `table`, `csv` or `json`."""
    match output:
        case "csv":
            typer.echo(safe_csv(frame), nl=False)
        case "json":
            typer.echo(json.dumps(frame.to_dicts(), default=str, ensure_ascii=False, indent=2))
        case _:
            _print_table(frame)


def safe_csv(frame: pl.DataFrame) -> str:
    """Return `frame` as CSV; a text that a spreadsheet would run as a formula gets an apostrophe in front.

    Lists and structs become JSON.
    """
    flat = frame.with_columns(
        pl.Series(
            name,
            [
                None if value is None else json.dumps(value, default=str, ensure_ascii=False)
                for value in frame[name].to_list()
            ],
            dtype=pl.String,
        )
        for name, dtype in frame.schema.items()
        if dtype.is_nested()
    )
    texts = [name for name, dtype in flat.schema.items() if dtype == pl.String]
    return flat.with_columns(_unformula(name) for name in texts).write_csv()


def _unformula(name: str) -> pl.Expr:
    text = pl.col(name)
    return pl.when(text.str.head(1).is_in(_FORMULA_STARTS)).then("'" + text).otherwise(text).alias(name)


def _print_table(frame: pl.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*("" if value is None else str(value).replace("[", "\\[") for value in row))
    console = Console()
    console.print(table)
    console.print(f"{frame.height:,} row(s)")
