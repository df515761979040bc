"""`screening indicators`: the catalogue, trying one on a day, and checking a file of one's own."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.options import Language, LanguageOption

if TYPE_CHECKING:
    from screening.pipeline.try_indicator import Trial

app = typer.Typer(help="Indicators: patterns in the day and the history of declarations, in SQL.", no_args_is_help=True)

_Day = Annotated[
    datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Day to run it on; the last one if left out")
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON")]


@app.command("list")
def list_(language: LanguageOption = Language.EN, as_json: _Json = False) -> None:
    """List the indicators with weights, windows and sources; your own and those that are off are marked."""
    from screening.alerts.policy import load_policy
    from screening.rules.indicators import indicators
    from screening.settings import load_settings

    settings = load_settings()
    policy = load_policy(settings.policy, settings.indicators)
    rows = [
        {
            "id": one.rule.rule_id,
            "title": one.rule.title[language],
            "meaning": one.rule.meaning[language],
            "weight": policy.rules[one.rule.rule_id].weight,
            "enabled": policy.rules[one.rule.rule_id].enabled,
            "window_days": one.window_days,
            "inputs": list(one.inputs),
            "parameters": policy.parameters(one.rule.rule_id),
            "source": one.rule.source,
            "version": one.version,
            "is_own": one.is_own,
        }
        for one in indicators(settings.indicators)
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table()
    table.add_column("indicator", no_wrap=True)
    table.add_column("weight", justify="right")
    table.add_column("what it is, and its source", ratio=1)
    for row in rows:
        own = " *" if row["is_own"] else ""
        weight = f"{row['weight']:g}" if row["enabled"] else "off"
        table.add_row(f"{row['id']}{own}", weight, f"[bold]{row['title']}[/]\n{row['source']}")
    console = Console()
    console.print(table)
    console.print(f"{len(rows)} indicators; * your own; off: left out by the policy")


@app.command()
def run(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="The indicator's id")],
    day: _Day = None,
    as_json: _Json = False,
) -> None:
    """Run one indicator on a day of the lake and print its hits; nothing is stored."""
    from screening.errors import NotFoundError
    from screening.rules.indicators import indicators
    from screening.settings import load_settings

    settings = load_settings()
    known = {one.rule.rule_id: one for one in indicators(settings.indicators)}
    if rule_id not in known:
        raise NotFoundError(f"there is no indicator {rule_id}", remedy="`screening indicators list` names them")
    from screening.pipeline.try_indicator import last_day, try_indicator

    chosen = day.date() if day else last_day(settings)
    if chosen is None:
        raise NotFoundError("there are no declarations to run it on", remedy="Run `screening intake load` first")
    _print(try_indicator(settings, known[rule_id], chosen), as_json)


@app.command("test")
def test_(
    file: Annotated[Path, typer.Argument(exists=False, help="File of your own indicator, ID.sql")],
    day: _Day = None,
    as_json: _Json = False,
) -> None:
    """Check a file of your own: header, SQL, columns and types, and how long it takes on a day of the lake.

    Where there is no lake it runs on empty tables, which finds errors of the SQL but no hits.
    """
    from screening.pipeline.try_indicator import last_day, try_indicator
    from screening.rules.indicators import read_file
    from screening.settings import load_settings

    settings, indicator = load_settings(), read_file(file)
    chosen: date | None = day.date() if day else last_day(settings)
    trial = try_indicator(settings, indicator, chosen)
    if not as_json:
        typer.echo(f"{indicator.rule.rule_id} {indicator.version}: header, texts, inputs and parameters are in order")
        if indicator.weight is None:
            typer.echo("It proposes no weight: name it in your policy, or add `weight:` to its header.")
    _print(trial, as_json)


def _print(trial: Trial, as_json: bool) -> None:
    from screening.cli.output import print_frame

    hits = trial.hits.drop("reference_list", "reference_version", "rule_id")
    if as_json:
        print_frame(hits, "json")
        return
    print_frame(hits, "table")
    nowhere = "empty tables: there is no lake with declarations"
    where = f"{trial.day}, {trial.item_count:,} items" if trial.day else nowhere
    typer.echo(f"{trial.hits.height:,} hit(s) in {trial.seconds:.2f} s ({where})")
