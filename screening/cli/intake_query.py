"""`screening intake query`: take in what a database has that was not read before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(query)


def query(
    paths: Annotated[list[Path], typer.Argument(help="Query files (*.query.yml)")],
) -> None:
    """Read databases from their watermarks on. Their URLs stand in the environment, never in a file."""
    from screening.intake.query import load_query, read_query, url_of
    from screening.lake import open_lake, require_current
    from screening.settings import load_settings

    settings = load_settings()
    sources = [read_query(path) for path in paths]
    with open_lake(settings) as connection:
        require_current(connection)
        settings.staging_folder.mkdir(parents=True, exist_ok=True)
        for source in sources:
            done = load_query(connection, source, url_of(source), settings.staging_folder)
            if done.file is None:
                typer.echo(f"{source.id}: nothing above {done.watermark}")
            else:
                typer.echo(
                    f"{source.id}: {done.file.rows_read:,} read, {done.file.rows_accepted:,} accepted,"
                    f" {done.file.rows_rejected:,} rejected, {done.file.rows_warned:,} with warnings;"
                    f" watermark {done.watermark}"
                )
