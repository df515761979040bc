"""Commands for analysts: `sql`, `shell`, `views`, `export`. They only read the lake, while a run writes too."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from screening.cli.options import Language, LanguageOption


class OutputFormat(StrEnum):
    """How `sql` gives its result."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    XLSX = "xlsx"


AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="RUN", help="Read all tables as this run published them; YYYY-MM-DD: the last run of the day"
    ),
]
_SHOWN_ROWS = 1000


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(sql)
    app.command()(shell)
    app.command()(views)
    app.command()(export)


def sql(
    query: Annotated[str, typer.Argument(help="SQL, DuckDB's dialect; `-` reads it from standard input")],
    output: Annotated[OutputFormat, typer.Option("--format", help="Format of the result")] = OutputFormat.TABLE,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="File to write; its ending tells the format")
    ] = None,
    as_of: AsOfOption = None,
) -> None:
    """Query the lake and the views that `screening views` lists. Nothing can be changed, and no other file read."""
    from screening.analysts.formats import FileFormat
    from screening.analysts.reader import ask, open_reader
    from screening.analysts.result import result_of
    from screening.cli.output import give, print_table
    from screening.settings import load_settings

    output = _format_for(out, output)
    if query == "-":
        query = typer.get_text_stream("stdin").read()
    with open_reader(load_settings(), as_of) as connection:
        frame = result_of(ask(connection, query))
    if output is OutputFormat.TABLE:
        print_table(frame, _SHOWN_ROWS)
        return
    give(frame, FileFormat(output.value), out)
    if out is not None:
        typer.echo(f"{frame.height:,} row(s) in {out}", err=True)


def _format_for(out: Path | None, output: OutputFormat) -> OutputFormat:
    from screening.errors import SettingsError

    if out is None:
        return output
    ending = out.suffix.lstrip(".").lower()
    named = next((one for one in OutputFormat if one.value == ending and ending != "table"), None)
    if output is OutputFormat.TABLE:
        if named is None:
            raise SettingsError(
                f"{ending or 'no ending'!r} names no format",
                where=str(out),
                remedy="Use .csv, .json, .parquet or .xlsx",
            )
        return named
    if named not in (None, output):
        raise SettingsError(f"the ending says {named}, --format says {output}", where=str(out), remedy="Let them agree")
    return output


def shell(language: LanguageOption = Language.EN, as_of: AsOfOption = None) -> None:
    """Open a prompt for SQL on the lake: statements end with a semicolon, `.help` lists views, Ctrl-D leaves."""
    from screening.analysts.reader import open_reader
    from screening.cli.shell import prompt
    from screening.settings import load_settings

    settings = load_settings()
    with open_reader(settings, as_of) as connection:
        prompt(connection, language, settings.home / "cache" / "sql_history")


def views(
    name: Annotated[str | None, typer.Argument(help="One of them, to see its columns, an example and its SQL")] = None,
    language: LanguageOption = Language.EN,
) -> None:
    """List the views and macros that `sql` and `shell` offer, or explain one."""
    from screening.cli.shell import print_view, print_views

    if name is None:
        print_views(language)
    else:
        print_view(name, language)


def export(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="DuckDB file to make")],
    names: Annotated[list[str] | None, typer.Argument(help="Views or tables, e.g. alerts reasons intake.files")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All tables of the lake, with the views on them")] = False,
    as_of: AsOfOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file where there is one")] = False,
) -> None:
    """Write views and tables into one DuckDB file that any DuckDB opens, with comments on every column."""
    from screening.analysts.export import export_file
    from screening.settings import load_settings

    written = export_file(load_settings(), names or [], to, everything=everything, as_of=as_of, force=force)
    for name, rows in written.items():
        typer.echo(f"{name:<36} {rows:>12,}")
    typer.echo(f"{len(written)} table(s) in {to}, {to.stat().st_size / 1e6:,.1f} MB")
