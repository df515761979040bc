"""`screening lists …`: load sanctions lists and see which are in force."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from screening.cli import list_changes, list_export, list_groups, list_refresh

app = typer.Typer(help="Sanctions lists: load official files, see versions, ages and counts.", no_args_is_help=True)
list_refresh.register(app)
list_changes.register(app)
list_export.register(app)
list_groups.register(app)

_WIDE = 110
"""Narrower screens show entities alone; `--json` has all counts."""


@app.command()
def status(
    every: Annotated[bool, typer.Option("--all", help="Show earlier versions too")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON")] = False,
) -> None:
    """Show the lists in force: version, age in days, counts, the last attempt to bring it up to date, warnings."""
    import polars as pl
    from rich.console import Console
    from rich.table import Table

    from screening.lake import open_lake, require_current
    from screening.lists.refreshes import last_attempts, stale_lists
    from screening.lists.sources import cadences, load_sources
    from screening.lists.store import list_status
    from screening.settings import load_settings

    settings = load_settings()
    expected = cadences(load_sources(settings.list_sources))
    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        versions = list_status(connection)
        attempts = last_attempts(connection)
        behind = stale_lists(connection, expected, datetime.now(UTC))
    today = datetime.now(UTC).date()
    versions = versions.with_columns((pl.lit(today) - pl.col("published_date")).dt.total_days().alias("age_days"))
    if not every:
        versions = versions.filter("is_in_force")
    said = {
        "attempted_at": "last_attempt_at", "outcome": "last_outcome", "list_version": "last_version",
        "reasons": "last_reasons", "failing_since": "failing_since",
    }  # fmt: skip
    # Lists that could never be loaded have attempts and no version; they must be seen as well.
    versions = versions.join(attempts.select("list_id", *said).rename(said), on="list_id", how="full", coalesce=True)
    versions = versions.sort("list_id", "loaded_at", descending=[False, True])
    if as_json:
        import json

        typer.echo(json.dumps(versions.to_dicts(), default=str, ensure_ascii=False, indent=2))
        return
    if versions.is_empty():
        typer.echo("No list is loaded. Run `screening lists load PATH`.")
        return
    console = Console()
    counted = {"Entities": "entity", "Names": "name", "Numbers": "identifier", "Addresses": "address"}
    if console.width < _WIDE:
        counted = {"Entities": "entity"}
    table = Table(title="Sanctions lists", title_justify="left")
    for name in ("List", "Version"):
        table.add_column(name, no_wrap=True)
    for name in ("Days old", *counted):
        table.add_column(name, justify="right")
    table.add_column("Last attempt", no_wrap=True)
    if every:
        table.add_column("State")
    loaded = versions.filter(pl.col("list_version").is_not_null())
    for row in loaded.iter_rows(named=True):
        state = ("in force" if row["is_in_force"] else f"loaded {row['loaded_at']:%Y-%m-%d}",) if every else ()
        table.add_row(
            row["list_id"],
            row["list_version"],
            "?" if row["age_days"] is None else f"{row['age_days']:,}",
            *(f"{row[f'{what}_count']:,}" for what in counted.values()),
            row["last_outcome"] or "",
            *state,
        )
    console.print(table)
    for text in behind:
        console.print(text, style="red", markup=False)
    for row in loaded.iter_rows(named=True):
        for warning in row["warnings"]:
            console.print(f"{row['list_id']}: {warning}", style="yellow", markup=False)
