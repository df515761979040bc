"""Commands that write: `init`, `run`, `demo`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.options import DayOption, Language, LanguageOption

if TYPE_CHECKING:  # names of types only; importing these modules at start would cost half a second
    from screening.pipeline import RunResult, Step
    from screening.settings import Settings


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(init)
    app.command()(run)
    app.command()(demo)
    app.command()(rescreen)


def init() -> None:
    """Create the lake and the inbox under SCREENING_HOME, or bring them to this version."""
    from screening.settings import load_settings

    settings = load_settings()
    applied = _initialise(settings)
    typer.echo(f"Lake in {settings.home}: {applied} migration(s) applied. Inbox: {settings.inbox_folder}")


def run(
    day: DayOption,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, without a progress bar")] = False,
) -> None:
    """Take in the inbox, screen a day, check the result and publish it. Running again gives the same tables."""
    from screening.settings import load_settings

    settings = load_settings()
    with _progress(quiet=as_json) as progress:
        from screening.pipeline import run_day

        result = run_day(settings, day.date(), progress)
    if as_json:
        import json
        from dataclasses import asdict

        typer.echo(json.dumps(asdict(result), default=str, ensure_ascii=False, indent=2))
    else:
        _report(result)


def rescreen(
    full: Annotated[
        bool, typer.Option("--full", help="Compare every known party with every list again, not only what changed")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON")] = False,
) -> None:
    """Hold all known parties against what changed on the lists, and look back on the days screened before."""
    from screening.pipeline import rescreen as run_rescreen
    from screening.settings import load_settings

    result = run_rescreen(load_settings(), full=full)
    if as_json:
        import json
        from dataclasses import asdict

        typer.echo(json.dumps(asdict(result), ensure_ascii=False, indent=2))
        return
    if result.kind == "none":
        typer.echo("All known parties stand against the lists in force; nothing changed.")
        return
    typer.echo(
        f"{result.party_count:,} parties against {result.entity_count:,} listed entities ({result.added:,} added, "
        f"{result.changed:,} changed, {result.removed:,} removed): {result.match_count:,} new matches"
        f" in {sum(result.seconds.values()):.1f} s"
    )
    typer.echo(
        f"{result.declaration_count:,} earlier declarations looked at: {result.new_alerts:,} new alerts, "
        f"{result.raised_alerts:,} with a further reason, {result.closed_alerts:,} closed"
    )
    if result.run_id:
        typer.echo(f"See them: screening sql \"FROM alerts.alerts WHERE run_id = '{result.run_id}'\"")


def demo(language: LanguageOption = Language.EN) -> None:
    """Screen the bundled, fictional day in a lake of its own and print its alerts."""
    from screening.cli.demo import DEMO_DAY, demo_settings, prepare_demo
    from screening.cli.read import print_alerts

    settings = demo_settings()
    with _progress() as progress:
        prepare_demo(settings)
        from screening.pipeline import run_day

        result = run_day(settings, DEMO_DAY, progress)
    _report(result)
    first = print_alerts(settings, DEMO_DAY, language, limit=15)
    typer.echo(f"\nAll of this is fictional. To look further: export SCREENING_HOME={settings.home}")
    for command, purpose in _next_commands(first):
        typer.echo(f"  .venv/bin/screening {command:<46} # {purpose}")


def _next_commands(alert_id: str | None) -> Iterator[tuple[str, str]]:
    if alert_id:
        yield f"explain {alert_id}", "why this declaration is an alert"
        yield f"explain {alert_id} --lang kk", "the same in Kazakh (or ru)"
    yield "lists status", "which lists are in force, and how old"
    yield 'sql "FROM alerts.daily_summary"', "the day in counts"
    yield 'sql "FROM intake.rejected_rows" --format json', "the rows that were not accepted, and why"
    yield "shell", "a prompt for SQL on the published tables"
    yield "review account add root --role administrator", "the first account of the dashboard"
    yield "serve", "the dashboard, at http://127.0.0.1:8090/"


def _initialise(settings: Settings) -> int:
    from hs_codes import load_control_lists
    from hs_codes.store import store_control_lists
    from screening.lake import initialise, open_lake

    settings.inbox_folder.mkdir(parents=True, exist_ok=True)
    with open_lake(settings) as connection:
        applied = len(initialise(connection))
        store_control_lists(connection, load_control_lists())
    return applied


@contextmanager
def _progress(quiet: bool = False) -> Iterator[Callable[[Step], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.description:<32}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def advance(step: Step) -> None:
            from screening.pipeline import STEPS

            bar.update(task, description=step.title, total=len(STEPS), completed=STEPS.index(step))

        yield advance


def _report(result: RunResult) -> None:
    severities = ", ".join(f"{count} {name}" for name, count in result.alerts_by_severity.items()) or "none"
    typer.echo(f"Run {result.run_id}: {result.status}")
    typer.echo(
        f"{result.item_count:,} items, {result.hit_count:,} hits, {result.alert_count:,} alerts ({severities})"
        f" in {sum(result.seconds.values()):.1f} s"
    )
    for warning in result.warnings:
        typer.secho(f"Warning: {warning}", fg=typer.colors.YELLOW, err=True)
