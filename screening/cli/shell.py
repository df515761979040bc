"""A prompt for SQL: read until a semicolon, run, print, go on after errors; `.help` lists views and macros."""

from __future__ import annotations

import atexit
import contextlib
import sys
from pathlib import Path

import duckdb
import typer

from screening.analysts.reader import ask
from screening.analysts.result import result_of
from screening.analysts.views import views
from screening.cli.output import print_table
from screening.errors import NotFoundError, ScreeningError
from screening.schemas import LAKE_TABLES
from screening.texts import text

_SHOWN_ROWS = 200
_COMMANDS = (".help", ".quit")


def prompt(connection: duckdb.DuckDBPyConnection, language: str, history: Path) -> None:
    """Run statements from standard input until it ends; what a person types is kept in `history`."""
    if sys.stdin.isatty():
        _edit_lines(history)
    typer.echo(text("shell.welcome", language))
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
        if pending.startswith("."):
            if not _obey(pending.split(), language):
                return
            pending = ""
        elif not pending.rstrip().endswith(";"):
            pending = pending if pending.strip() else ""
        else:
            statement, pending = pending, ""
            _run(connection, statement)


def _run(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    try:
        print_table(result_of(ask(connection, statement)), _SHOWN_ROWS)
    except ScreeningError as error:
        typer.secho(str(error), fg=typer.colors.RED, err=True)
    except KeyboardInterrupt:
        typer.echo()


def _obey(words: list[str], language: str) -> bool:
    """Do what a line that starts with a dot says; return False to leave."""
    match words:
        case [".quit" | ".exit"]:
            return False
        case [".help"]:
            print_views(language)
        case [".help", name]:
            try:
                print_view(name, language)
            except NotFoundError as error:
                typer.secho(str(error), fg=typer.colors.RED, err=True)
        case _:
            typer.secho(text("shell.commands", language), err=True)
    return True


def print_views(language: str) -> None:
    """List views and macros, each with what it holds."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for view in views().values():
        table.add_row(view.call or view.name, view.title[language])
    Console().print(table)
    typer.echo("\n" + text("shell.more", language))


def print_view(name: str, language: str) -> None:
    """Explain one view or macro; raises NotFoundError."""
    view = views().get(name.partition("(")[0])
    if view is None:
        raise NotFoundError(f"there is no view {name}", remedy="`screening views` lists them")
    typer.secho(view.call or view.name, bold=True)
    typer.echo(view.title[language])
    for column, meaning in view.columns.items():
        typer.echo(f"  {column}: {meaning}")
    typer.echo(f"\n{text('shell.example', language)}:\n  {view.example};\n\n{view.statement}")


def _edit_lines(history: Path) -> None:
    """Offer line editing, history and completion, where the platform has them.

    The history may name parties, so only its owner can read it.
    """
    with contextlib.suppress(ImportError):
        import readline

        words = sorted({*views(), *(table.full_name for table in LAKE_TABLES), *_COMMANDS})

        def complete(start: str, number: int) -> str | None:
            found = [word for word in words if word.startswith(start)]
            return found[number] if number < len(found) else None

        readline.set_completer_delims(" \t\n,();=")
        readline.set_completer(complete)
        readline.parse_and_bind("tab: complete")
        with contextlib.suppress(OSError):
            history.parent.mkdir(parents=True, exist_ok=True)
            history.touch(mode=0o600)
            readline.read_history_file(history)
            readline.set_history_length(1000)
            atexit.register(_save_history, history)


def _save_history(history: Path) -> None:
    import readline

    with contextlib.suppress(OSError):
        readline.write_history_file(history)
        history.chmod(0o600)
