"""The command line: `screening …`. Heavy imports are inside the commands, so that `--help` answers at once."""

from __future__ import annotations

import sys

import typer

from screening.cli import (
    analysts,
    brief,
    exercise,
    goods,
    indicators,
    intake,
    lake,
    lists,
    names,
    publish,
    read,
    reference,
    review,
    serve,
    simulate,
)
from screening.errors import ScreeningError

app = typer.Typer(
    name="screening",
    help="Screen a day's customs declarations against control lists, sanctions lists and evasion patterns.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
publish.register(app)
read.register(app)
analysts.register(app)
brief.register(app)
lake.register(app)
reference.register(app)
serve.register(app)
simulate.register(app)
app.add_typer(intake.app, name="intake")
app.add_typer(lists.app, name="lists")
app.add_typer(names.app, name="names")
app.add_typer(goods.app, name="goods")
app.add_typer(review.app, name="review")
app.add_typer(exercise.app, name="exercise")
app.add_typer(indicators.app, name="indicators")


def main() -> None:
    """Run a command; an error that a user can mend is one line, and its exit code tells which kind it is."""
    try:
        app()
    except ScreeningError as error:
        sys.stderr.write(f"screening: {error}\n")
        sys.exit(error.exit_code)


__all__ = ["app", "main"]
