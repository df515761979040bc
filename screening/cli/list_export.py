"""`screening lists export`: the cleaned lists in force as files for other systems."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Form(StrEnum):
    """Forms of the export."""

    FTM = "ftm"
    CSV = "csv"
    PARQUET = "parquet"


def register(app: typer.Typer) -> None:
    """Add the command to `screening lists`."""
    app.command()(export)


def export(
    form: Annotated[
        Form, typer.Option("--format", help="ftm: one file of FollowTheMoney JSON lines; csv, parquet: a folder")
    ],
    to: Annotated[Path, typer.Option("--to", help="The file or folder to write")],
    lists: Annotated[list[str] | None, typer.Option("--list", help="A list; all in force if absent")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier export")] = False,
) -> None:
    """Write the lists in force, cleaned and grouped, for other systems."""
    from io import BytesIO

    import polars as pl

    from screening.cli.output import safe_csv
    from screening.lake import open_lake, require_current
    from screening.lists.export import export_tables, write_ftm, write_tables
    from screening.lists.groups import bring_groups_up_to_date
    from screening.settings import load_settings

    def parquet(frame: pl.DataFrame) -> bytes:
        frame.write_parquet(out := BytesIO())
        return out.getvalue()

    settings = load_settings()
    with open_lake(settings) as connection:
        require_current(connection)
        bring_groups_up_to_date(connection)
    with open_lake(settings, read_only=True) as connection:
        tables, versions = export_tables(connection, lists or ())
    match form:
        case Form.FTM:
            count = write_ftm(tables, versions, to, force=force)
        case Form.CSV:
            count = write_tables(tables, to, "csv", lambda frame: safe_csv(frame).encode(), force=force)
        case Form.PARQUET:
            count = write_tables(tables, to, "parquet", parquet, force=force)
    entities = tables["entities"]
    typer.echo(
        f"{to}: {entities.height:,} entities of {versions.height} lists, "
        f"{entities['group_id'].n_unique():,} parties, {count:,} rows"
    )
