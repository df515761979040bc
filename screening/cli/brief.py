"""The command `brief`: a day in one page, for those who only read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from screening.cli.options import DayOption, Language, LanguageOption


class BriefFormat(StrEnum):
    """Formats of a brief."""

    HTML = "html"
    TEXT = "text"


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(brief)


def brief(
    day: DayOption,
    output: Annotated[BriefFormat, typer.Option("--format", help="A page with charts, or plain text")] = (
        BriefFormat.TEXT
    ),
    language: LanguageOption = Language.EN,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="File to write")] = None,
) -> None:
    """Write the day's summary: alerts, rules, offices, corridors, lists, intake, quality, what changed since."""
    from screening.alerts.policy import load_policy
    from screening.cli.output import write_whole
    from screening.lake import open_lake, require_current
    from screening.reports.brief import read_brief
    from screening.reports.brief_view import view_of
    from screening.settings import load_settings

    settings = load_settings()
    policy = load_policy(settings.policy, settings.indicators)
    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        found = read_brief(connection, day.date())
    view = view_of(found, language, policy.list_age_warning_days)
    if output is BriefFormat.HTML:
        # Imported here: the charts take a second, and plain text has none.
        from screening.reports.brief_html import brief_as_html

        content = brief_as_html(found, view, language)
    else:
        from screening.reports.brief_text import brief_as_text

        content = brief_as_text(view, language)
    if out is None:
        typer.echo(content, nl=False)
    else:
        write_whole(out, content.encode())
        typer.echo(f"Brief of {day.date()} in {out}", err=True)
