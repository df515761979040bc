"""A prompt for SQL: read until a semicolon, run, print, go on after errors."""

from __future__ import annotations

import contextlib

import duckdb
import typer

from screening.cli.output import print_frame

_WELCOME = "SQL on the published tables, read only. End with ; — `SHOW ALL TABLES;` lists them, Ctrl-D leaves."


def prompt(connection: duckdb.DuckDBPyConnection) -> None:
    """Run statements from standard input until it ends."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - line editing and history, where the platform has it
    typer.echo(_WELCOME)
    pending = ""
    while True:
        try:
            pending += input("... " if pending else "sql> ") + "\n"
        except EOFError:
            typer.echo()
            return
        except KeyboardInterrupt:
            typer.echo()
            pending = ""
            continue
        if not pending.rstrip().endswith(";"):
            pending = pending if pending.strip() else ""
            continue
        statement, pending = pending, ""
        try:
            print_frame(connection.execute(statement).pl(), "table")
        except duckdb.Error as error:
            typer.secho(str(error), fg=typer.colors.RED, err=True)
