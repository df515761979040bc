"""`screening exercise`: days with hidden schemes for workshops, and grading."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.options import Language, LanguageOption

if TYPE_CHECKING:  # names of types only; the modules take long to import
    from screening.simulate.exercise import Grade

_DAY = datetime(2026, 5, 14)  # noqa: DTZ001 - a day of the calendar, nowhere in particular

app = typer.Typer(help="Training: a day with hidden schemes, and grading of what a team decided.", no_args_is_help=True)


@app.command()
def new(
    out: Annotated[Path, typer.Option("--out", help="New folder: participants/ to hand out, trainer/ to keep")],
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same day")] = 1,
    day: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="Day of the exercise")] = _DAY,
    items: Annotated[int, typer.Option("--items", min=50, max=20_000, help="Goods items of the day, about")] = 600,
    history_days: Annotated[int, typer.Option("--history-days", min=1, max=400, help="Days before it")] = 100,
    base_rate: Annotated[float, typer.Option("--base-rate", help="Share of declarations that are planted")] = 0.03,
) -> None:
    """Make an exercise: declarations, lists, register, invoices and instructions for the participants."""
    from screening.simulate.exercise import PARTICIPANTS, TRAINER, new_exercise

    made = new_exercise(out, seed, day.date(), items, history_days, base_rate)
    typer.echo(f"{out / PARTICIPANTS}: {made.declarations:,} declarations of {made.day}; hand this folder out.")
    typer.echo(f"{out / TRAINER}: {made.planted} of them are planted; keep this folder. Seal: {made.seal}")


@app.command()
def grade(
    folder: Annotated[Path, typer.Argument(help="The exercise's folder, with participants/ and trainer/")],
    dispositions: Annotated[Path, typer.Option("--dispositions", help="CSV: declaration_id,disposition,reason")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON")] = False,
    language: LanguageOption = Language.EN,
) -> None:
    """Score a team's dispositions against the sealed truth, scheme by scheme."""
    import json

    from screening.simulate.exercise import grade as grade_dispositions

    result = grade_dispositions(folder, dispositions)
    if as_json:
        typer.echo(json.dumps(result.as_dict(language.value), ensure_ascii=False, indent=2))
        return
    _print(result, language.value)


def _print(result: Grade, language: str) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from screening.simulate.evaluation_tables import percent
    from screening.simulate.texts import say

    console = Console()
    summary = say(
        "exercise.summary",
        language,
        found=result.found,
        planted=result.planted,
        stopped=result.stopped,
        recall=percent(result.recall),
        precision=percent(result.precision),
    )
    console.print(summary, highlight=False)
    if result.without_reason:
        console.print(say("exercise.reasons", language, count=result.without_reason), highlight=False)
    schemes = Table(title=say("exercise.by_scheme", language))
    for key in ("evaluate.scheme", "evaluate.planted", "exercise.found", "exercise.explanation"):
        schemes.add_column(say(key, language), overflow="fold")
    for row in result.schemes.to_dicts():
        schemes.add_row(row["scheme"], str(row["planted"]), str(row["found"]), say(f"scheme.{row['scheme']}", language))
    console.print(schemes)
    for title, frame in (("exercise.missed", result.missed), ("exercise.false_stops", result.false_stops)):
        if frame.is_empty():
            continue
        table = Table(title=say(title, language))
        for key in ("exercise.declaration", "evaluate.scheme", "exercise.why"):
            table.add_column(say(key, language), overflow="fold")
        for row in frame.to_dicts():
            table.add_row(
                escape(row["declaration_id"]),
                row["scheme"] or say("exercise.ordinary", language),
                escape(row["why"] or ""),
            )
        console.print(table)
