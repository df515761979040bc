"""Commands that read the published alerts: `alerts`, `explain`. They work while a run writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.options import DayOption, Language, LanguageOption

if TYPE_CHECKING:  # names of types only; importing these modules at start would cost half a second
    from datetime import date

    from screening.settings import Settings


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(alerts)
    app.command()(explain)


def alerts(
    day: DayOption,
    language: LanguageOption = Language.EN,
    limit: Annotated[int, typer.Option(min=1, help="How many alerts to show")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print all alerts of the day as JSON")] = False,
) -> None:
    """List the alerts of a day, those with most points first."""
    from screening.settings import load_settings

    if as_json:
        _print_json(load_settings(), day.date())
    else:
        print_alerts(load_settings(), day.date(), language, limit)


def explain(
    alert_id: Annotated[str, typer.Argument(help="Alert, as listed by `alerts`")],
    language: LanguageOption = Language.EN,
) -> None:
    """Explain an alert: every reason with declared and listed value, list, version and points."""
    from screening.cli.explain import print_explanation
    from screening.settings import load_settings

    print_explanation(load_settings(), alert_id, language)


def print_alerts(settings: Settings, day: date, language: str, limit: int) -> str | None:
    """Print the day's alerts as a table; return the id of the first, None when there are none."""
    from rich.console import Console
    from rich.table import Table

    from screening.cli.explain import alert_marks, headlines
    from screening.lake import open_lake, require_current
    from screening.texts import text

    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        total = connection.execute("SELECT count(*) FROM alerts.alerts WHERE screening_date = ?", [day]).fetchone()
        rows = headlines(connection, day, language, limit)
    count = total[0] if total else 0
    console = Console()
    if not count:
        console.print(text("alerts.none", language, date=day))
        return None
    # Three columns, so that it reads well on a terminal of 80 characters too.
    table = Table(title=text("alerts.title", language, date=day), title_justify="left", show_lines=True)
    table.add_column(text("column.severity", language), no_wrap=True)
    table.add_column(f"{text('column.alert', language)} / {text('column.declaration', language)}", no_wrap=True)
    table.add_column(f"{text('column.consignee', language)}, {text('column.reason', language)}", ratio=1)
    colours = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}
    for row in rows:
        table.add_row(
            f"[{colours[row['severity']]}]{text('severity.' + row['severity'], language)}[/]\n{row['score']:.0f}",
            f"{row['alert_id']}\n{_plain(row['declaration_id'])}\n{_plain(row['corridor'])}",
            f"[bold]{_plain(row['consignee_name'] or '—')}[/]\n{_plain(row['explanation'])}"
            + (f"\n[italic]{_plain(marks)}[/]" if (marks := alert_marks(row, language)) else ""),
        )
    console.print(table)
    if count > len(rows):
        console.print(text("alerts.more", language, shown=len(rows), total=count))
    return str(rows[0]["alert_id"])


def _print_json(settings: Settings, day: date) -> None:
    from screening.cli.output import print_frame
    from screening.lake import open_lake, require_current

    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        rows = connection.execute(
            "FROM alerts.alerts WHERE screening_date = ? ORDER BY score DESC, alert_id", [day]
        ).pl()
    print_frame(rows, "json")


def _plain(value: str | None) -> str:
    from rich.markup import escape

    return escape(value or "")
