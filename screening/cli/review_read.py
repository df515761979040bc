"""`screening review queue`, `history`, `suppressions`, `reasons`, `precision`, `verify`, `anchor`: what only reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.options import Language, LanguageOption

if TYPE_CHECKING:  # Polars is imported by the commands that need it, so that --help answers at once
    import polars as pl

FormatOption = Annotated[str, typer.Option("--format", help="table, csv or json")]


def register(app: typer.Typer) -> None:
    """Add these commands to `screening review`."""
    for command in (queue, history, suppressions, reasons, precision, verify, anchor):
        app.command()(command)


def queue(
    assignee: Annotated[str | None, typer.Option("--assignee", help="Only alerts of this account")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is decided or closed")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many to show")] = 50,
    output: FormatOption = "table",
) -> None:
    """List the alerts about which somebody must act, those with most points first."""
    _print(_read("review_queue", {"assignee": assignee, "everything": everything, "shown": limit}), output)


def history(alert: Annotated[str, typer.Argument(help="The alert")], output: FormatOption = "table") -> None:
    """Show everything that was done about an alert, oldest first."""
    from screening.errors import NotFoundError

    events = _read("review_history", {"alert_id": alert})
    if events.is_empty():
        raise NotFoundError(f"nothing was done about {alert} yet", remedy="`screening review queue` lists the alerts")
    _print(events, output)


def suppressions(
    everything: Annotated[bool, typer.Option("--all", help="Also rejected, revoked, expired and lapsed ones")] = False,
    output: FormatOption = "table",
) -> None:
    """List the suppressions that hold or wait, and what others lapsed over."""
    _print(_read("review_suppressions", {"everything": everything}), output)


def reasons(language: LanguageOption = Language.EN) -> None:
    """List the reason codes, and what each can be given for."""
    from screening.review import load_reasons

    for code, reason in load_reasons().items():
        typer.echo(f"{code:26} {reason.texts[language]}  ({', '.join(reason.dispositions)})")


def precision(output: FormatOption = "table") -> None:
    """Show what officers decided about the alerts of each rule."""
    _print(_read("review_precision", {}), output)


def verify(
    anchor: Annotated[Path | None, typer.Option("--anchor", help="An anchor that the chain must lead through")] = None,
) -> None:
    """Check the chain of events: finds one that was changed, removed or reordered, and says which.

    Exit code 14 when the chain does not hold.
    """
    from screening.errors import ChainError
    from screening.lake import open_lake, require_current
    from screening.review import read_anchor
    from screening.review import verify as verify_chain
    from screening.settings import load_settings

    known = read_anchor(anchor) if anchor else None
    with open_lake(load_settings(), read_only=True) as connection:
        require_current(connection)
        found = verify_chain(connection, known)
    for fault in found.faults:
        typer.echo(fault)
    if found.faults:
        raise ChainError(
            f"the chain of {found.event_count} events does not hold",
            where="review.events",
            remedy="Keep the lake as it is, and compare it with a backup and the anchors",
        )
    typer.echo(f"The chain holds: {found.event_count} events, the last one with hash {found.head_hash}.")


def anchor(
    file: Annotated[Path, typer.Argument(help="New file, to be kept where nobody can change it")],
) -> None:
    """Write the end of the chain into a file. `verify --anchor` then finds also a chain that was forged as a whole."""
    from screening.lake import open_lake, require_current
    from screening.review import current_anchor
    from screening.settings import load_settings

    with open_lake(load_settings(), read_only=True) as connection:
        require_current(connection)
        made = current_anchor(connection)
    made.write(file)
    typer.echo(f"{file} names event {made.event_number}, {made.event_hash}.")


def _read(name: str, parameters: dict[str, object]) -> pl.DataFrame:
    from screening.lake import open_lake, read_sql, require_current, run_sql
    from screening.settings import load_settings

    with open_lake(load_settings(), read_only=True) as connection:
        require_current(connection)
        return run_sql(connection, read_sql("screening.cli", name), parameters).pl()


def _print(frame: pl.DataFrame, output: str) -> None:
    from screening.cli.output import print_frame

    print_frame(frame, output)
