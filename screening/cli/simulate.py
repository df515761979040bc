"""`screening simulate`, `screening evaluate`: made-up trade with planted evasion, and what is found of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.options import Language, LanguageOption

if TYPE_CHECKING:  # names of types only; the modules take long to import
    from collections.abc import Callable, Sequence
    from datetime import date

    import numpy as np

    from screening.simulate.build import DrawListed
    from screening.simulate.evaluate import Evaluation
    from screening.simulate.listed import Listed
    from screening.simulate.write import Manifest


_START = datetime(2026, 1, 1)  # noqa: DTZ001 - a day of the calendar, nowhere in particular


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(simulate)
    app.command()(evaluate)


def simulate(
    out: Annotated[Path, typer.Option("--out", help="Folder to write; an earlier simulation in it is replaced")],
    days: Annotated[int, typer.Option("--days", min=1, max=3660, help="Number of days")] = 90,
    items_per_day: Annotated[
        int, typer.Option("--items-per-day", help="Goods items on a day of average size")
    ] = 20_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same bytes")] = 7,
    start: Annotated[datetime, typer.Option("--start", formats=["%Y-%m-%d"], help="First day")] = _START,
    base_rate: Annotated[float, typer.Option("--base-rate", help="Share of declarations that are planted")] = 0.007,
    parties_from: Annotated[
        list[str] | None,
        typer.Option("--parties-from", help="Draw the listed parties from this list of the lake; may be given again"),
    ] = None,
    parameters: Annotated[
        Path | None, typer.Option("--parameters", help="Parameter file (YAML); default: the package's")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of Parquet")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest as JSON")] = False,
) -> None:
    """Write a made-up customs administration with planted evasion, its truth, and innocent look-alikes."""
    from datetime import timedelta

    from screening.simulate.build import make_world
    from screening.simulate.parameters import load_parameters
    from screening.simulate.write import write_world

    first = start.date()
    lists = list(parties_from or [])
    world = make_world(
        first,
        first + timedelta(days=days - 1),
        items_per_day,
        seed,
        base_rate,
        load_parameters(parameters),
        _draw(lists),
    )
    manifest = write_world(world, out, base_rate, lists, _progress(as_json), as_csv)
    _print(manifest, out, as_json)


def _draw(lists: list[str]) -> DrawListed | None:
    if not lists:
        return None
    from screening.lake import open_lake, require_current
    from screening.settings import load_settings
    from screening.simulate.listed import from_lake

    settings = load_settings()

    def draw(rng: np.random.Generator) -> Sequence[Listed]:
        with open_lake(settings, read_only=True) as connection:
            require_current(connection)
            return from_lake(connection, lists, rng)

    return draw


def _progress(quiet: bool) -> Callable[[date], None]:
    def say(day: date) -> None:
        if not quiet and day.day == 1:
            typer.echo(f"{day:%Y-%m} …", err=True)

    return say


def _print(manifest: Manifest, out: Path, as_json: bool) -> None:
    if as_json:
        import json
        from dataclasses import asdict

        typer.echo(json.dumps(asdict(manifest), ensure_ascii=False, indent=2))
        return
    typer.echo(
        f"{out}: {manifest.items:,} items in {manifest.declarations:,} declarations, {manifest.first_day} to"
        f" {manifest.last_day}; {manifest.planted_declarations:,} planted. The truth is in {out / 'truth'}."
    )
    typer.echo(f"What the rules find of it: screening evaluate {out}")


def evaluate(
    folder: Annotated[Path, typer.Argument(help="A folder that `screening simulate` wrote")],
    days: Annotated[int, typer.Option("--days", min=1, help="How many of its last days are screened")] = 21,
    home: Annotated[
        Path | None, typer.Option("--home", help="Keep the lake in this new folder; default: a temporary one")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with plots as well")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON")] = False,
    language: LanguageOption = Language.EN,
) -> None:
    """Screen simulated days with the real pipeline and hold the ranking against the truth, beside two baselines."""
    import json
    import tempfile
    from contextlib import ExitStack

    from screening.settings import load_settings
    from screening.simulate.evaluate import evaluate as run_evaluation
    from screening.simulate.evaluate import lake_settings

    with ExitStack() as stack:
        where = home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="screening-evaluate-")))
        evaluation = run_evaluation(
            lake_settings(load_settings(), where), folder, days, lambda text: typer.echo(text, err=True)
        )
    if html:
        from screening.simulate.evaluation_page import write_page

        write_page(evaluation, html, language.value)
    if as_json:
        typer.echo(json.dumps(evaluation.as_dict(), ensure_ascii=False, indent=2))
        return
    _print_tables(evaluation, language.value)


def _print_tables(evaluation: Evaluation, language: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from screening.simulate.evaluation_tables import about, tables

    console = Console()
    for sentence in about(evaluation, language):
        console.print(sentence, highlight=False)
    for words in tables(evaluation, language):
        table = Table(title=words.title)
        for number, name in enumerate(words.header):
            table.add_column(name, justify="right" if number else "left")
        for row in words.rows:
            table.add_row(*row)
        console.print(table)
