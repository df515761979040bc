"""Commands about the system itself: `docs`, `version`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import screening


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(docs)
    app.command()(version)


def docs(out: Annotated[Path, typer.Option(help="Folder to write into")] = Path("docs")) -> None:
    """Write the generated pages: data dictionary and rule catalogue."""
    from screening.docs import write_pages

    for path in write_pages(out):
        typer.echo(path)


def version() -> None:
    """Print the version of this software."""
    typer.echo(screening.__version__)
