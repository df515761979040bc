"""`screening intake report`, `rejected`, `rates`: what became of a day's rows, what is to be mended, exchange rates."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from screening.cli.options import DayOption, Language, LanguageOption


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(report)
    app.command()(rejected)
    app.command()(rates)


def report(
    day: DayOption,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON")] = False,
    language: LanguageOption = Language.EN,
) -> None:
    """Show the rows of a day: accepted, rejected and warned by check, office and file, and files that were refused."""
    from screening.cli.output import print_frame
    from screening.intake.report import report as report_of
    from screening.lake import open_lake, require_current
    from screening.settings import load_settings
    from screening.texts import text

    with open_lake(load_settings(), read_only=True) as connection:
        require_current(connection)
        found = report_of(connection, day.date(), language)
    if as_json:
        parts = {name: frame.to_dicts() for name, frame in found.__dict__.items()}
        typer.echo(json.dumps({"date": str(day.date())} | parts, ensure_ascii=False, indent=2, default=str))
        return
    for name, frame in found.__dict__.items():
        if not frame.is_empty():
            typer.echo(text(f"intake.{name}", language))
            print_frame(frame, "table")
    if found.by_file.is_empty() and found.refused.is_empty():
        typer.echo(text("intake.nothing", language, date=day.date()))


def rejected(
    out: Annotated[Path, typer.Option("--out", help="CSV file to write")],
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Only rows registered on this day")
    ] = None,
    file_name: Annotated[str | None, typer.Option("--file", help="Only rows of this file")] = None,
    kind: Annotated[
        str, typer.Option("--kind", help="declarations, invoices, companies or company_links")
    ] = "declarations",
    with_mended: Annotated[bool, typer.Option("--all", help="With rows whose item has come in since")] = False,
) -> None:
    """Write rejected rows as CSV, to be mended and put into the inbox; why each was rejected stands beside it."""
    from screening.cli.output import safe_csv
    from screening.errors import NotFoundError
    from screening.intake.records import KINDS
    from screening.intake.report import rejected_rows
    from screening.lake import open_lake, require_current
    from screening.settings import load_settings

    record = next((each for each in KINDS if each.name == kind), None)
    if record is None:
        raise NotFoundError(
            f"there is no kind of record {kind!r}", remedy=f"Kinds: {', '.join(each.name for each in KINDS)}"
        )
    with open_lake(load_settings(), read_only=True) as connection:
        require_current(connection)
        rows = rejected_rows(connection, record, day.date() if day else None, file_name, with_mended)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(safe_csv(rows), encoding="utf-8")
    typer.echo(f"{out}: {rows.height:,} rejected row(s). Mend them and put the file into the inbox")


def rates(
    path: Annotated[Path, typer.Argument(help="CSV: currency_code, rate_date, usd_per_unit, source")],
) -> None:
    """Load exchange rates; items that came before their rate get their value in US dollars."""
    from screening.intake.rates import load_rates
    from screening.lake import open_lake, require_current
    from screening.settings import load_settings

    with open_lake(load_settings()) as connection:
        require_current(connection)
        count, valued = load_rates(connection, path)
    typer.echo(f"{path.name}: {count:,} rate(s) loaded, {valued:,} item(s) that came before now have a value in USD")
