"""`screening lists …`: load sanctions lists and see which are in force."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from screening.cli import list_changes, list_export

app = typer.Typer(help="Sanctions lists: load official files, see versions, ages and counts.", no_args_is_help=True)
list_changes.register(app)
list_export.register(app)


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="A file, or a folder of one list's files; known by content")],
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date of publication, where neither file nor folder tells it"),
    ] = None,
) -> None:
    """Read lists and put them in force. A file that cannot be read whole is refused and the old version stays."""
    from screening.lake import open_lake, require_current
    from screening.lists import read
    from screening.lists.store import load_version
    from screening.settings import load_settings

    versions = read(paths, published=published.date() if published else None, retrieved_at=datetime.now(UTC))
    with open_lake(load_settings()) as connection:
        require_current(connection)
        for version in versions:
            is_new = load_version(connection, version)
            typer.echo(
                f"{version.list_id} {version.list_version}: {version.entity_count:,} entities, "
                f"{version.name_count:,} names, {version.identifier_count:,} identifiers, "
                f"{version.address_count:,} addresses" + ("" if is_new else " (this version was there already)")
            )
            for warning in version.warnings:
                typer.secho(f"  Warning: {warning}", fg=typer.colors.YELLOW, err=True)


@app.command()
def status(
    every: Annotated[bool, typer.Option("--all", help="Show earlier versions too")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON")] = False,
) -> None:
    """Show the lists in force: version, age in days, counts, warnings."""
    import polars as pl
    from rich.console import Console
    from rich.table import Table

    from screening.lake import open_lake, require_current
    from screening.lists.store import list_status
    from screening.settings import load_settings

    with open_lake(load_settings(), read_only=True) as connection:
        require_current(connection)
        versions = list_status(connection)
    today = datetime.now(UTC).date()
    versions = versions.with_columns((pl.lit(today) - pl.col("published_date")).dt.total_days().alias("age_days"))
    if not every:
        versions = versions.filter("is_in_force")
    if as_json:
        import json

        typer.echo(json.dumps(versions.to_dicts(), default=str, ensure_ascii=False, indent=2))
        return
    if versions.is_empty():
        typer.echo("No list is loaded. Run `screening lists load PATH`.")
        return
    table = Table(title="Sanctions lists", title_justify="left")
    for name in ("List", "Version"):
        table.add_column(name, no_wrap=True)
    for name in ("Days old", "Entities", "Names", "Numbers", "Addresses"):
        table.add_column(name, justify="right")
    if every:
        table.add_column("State")
    for row in versions.iter_rows(named=True):
        state = ("in force" if row["is_in_force"] else f"loaded {row['loaded_at']:%Y-%m-%d}",) if every else ()
        table.add_row(
            row["list_id"],
            row["list_version"],
            "?" if row["age_days"] is None else f"{row['age_days']:,}",
            *(f"{row[f'{what}_count']:,}" for what in ("entity", "name", "identifier", "address")),
            *state,
        )
    console = Console()
    console.print(table)
    for row in versions.iter_rows(named=True):
        for warning in row["warnings"]:
            console.print(f"{row['list_id']}: {warning}", style="yellow", markup=False)
