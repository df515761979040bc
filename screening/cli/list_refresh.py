"""`screening lists load`, `refresh`, `accept` and `withdraw`: bring lists up to date, past the guard."""

from __future__ import annotations

import getpass
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.errors import ListError

if TYPE_CHECKING:  # the modules behind it take a second to import, which `--help` need not wait for
    from screening.lists.refreshes import Attempt

_COLOURS = {"refused": typer.colors.RED, "failed": typer.colors.RED, "accepted": typer.colors.YELLOW,
            "withdrawn": typer.colors.YELLOW}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands to `screening lists`."""
    app.command()(load)
    app.command()(refresh)
    app.command()(accept)
    app.command()(withdraw)


def load(
    paths: Annotated[list[Path], typer.Argument(help="A file, or a folder of one list's files; known by content")],
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date of publication, where neither file nor folder tells it"),
    ] = None,
) -> None:
    """Read lists and put them in force. What is not whole or loses too much is refused and the old version stays."""
    from screening.pipeline.refresh import load_files
    from screening.settings import load_settings

    attempts = load_files(load_settings(), paths, published.date() if published else None)
    _print(attempts)
    _refuse_if_behind(attempts, 'accept it with `screening lists accept LIST VERSION --reason "…"` if it is right')


def refresh(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Sources or lists; all of them if absent")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON")] = False,
) -> None:
    """Fetch official lists and put new versions in force; one that cannot be had or is refused stops no other."""
    from screening.lists.sources import chosen, load_sources
    from screening.pipeline.refresh import refresh_source
    from screening.settings import load_settings

    settings = load_settings()
    attempts = {}
    for source in chosen(load_sources(settings.list_sources), sources or []):
        attempts[source.id] = refresh_source(settings, source)
        if not as_json:
            typer.secho(f"{source.id}: {source.title}", bold=True)
            _print(attempts[source.id])
    if as_json:
        typer.echo(json.dumps(_as_rows(attempts), ensure_ascii=False, indent=2))
    _refuse_if_behind([one for found in attempts.values() for one in found], "see `screening lists status`")


def accept(
    list_id: Annotated[str, typer.Argument(metavar="LIST", help="The list, e.g. OFAC-SDN")],
    list_version: Annotated[str, typer.Argument(metavar="VERSION", help="The version that was refused")],
    reason: Annotated[str, typer.Option(help="Why it is right all the same; kept")],
    by: Annotated[str | None, typer.Option(help="Who decides; the user of the system if absent")] = None,
) -> None:
    """Put a version in force that the guard refused, and record who decided so and why."""
    from screening.pipeline.refresh import accept as accept_version
    from screening.settings import load_settings

    if not reason.strip():
        raise typer.BadParameter("a reason must be given", param_hint="--reason")
    done = accept_version(load_settings(), list_id, list_version, reason=reason.strip(), by=by or getpass.getuser())
    _print([done])


def withdraw(
    list_id: Annotated[str, typer.Argument(metavar="LIST", help="The list, e.g. US-BIS-UVL")],
    reason: Annotated[str, typer.Option(help="Why it is to be screened against no more; kept")],
    by: Annotated[str | None, typer.Option(help="Who decides; the user of the system if absent")] = None,
) -> None:
    """Take a list out of force that its publisher gave up, and record who decided so and why."""
    from screening.pipeline.withdraw import withdraw as withdraw_list
    from screening.settings import load_settings

    if not reason.strip():
        raise typer.BadParameter("a reason must be given", param_hint="--reason")
    done = withdraw_list(load_settings(), list_id, reason=reason.strip(), by=by or getpass.getuser())
    _print([done])
    typer.echo("`screening rescreen` closes the alerts that rested on it; so does the next run of a day.")


def _print(attempts: Sequence[Attempt]) -> None:
    for attempt in attempts:
        counts = ""
        if (version := attempt.version) and attempt.is_good:
            counts = (
                f": {version.entity_count:,} entities, {version.name_count:,} names, "
                f"{version.identifier_count:,} identifiers, {version.address_count:,} addresses, "
                f"{version.relation_count:,} relations"
            )
        said = {"loaded": "", "unchanged": " (this version was there already)"}.get(
            attempt.outcome, f" ({attempt.outcome})"
        )
        head = f"{attempt.list_id} {attempt.list_version or ''}".rstrip()
        typer.secho(f"{head}{counts}{said}", fg=_COLOURS.get(attempt.outcome))
        for reason in attempt.reasons:
            typer.secho(f"  Reason: {reason}", fg=typer.colors.RED, err=True)
        for warning in attempt.version.warnings if attempt.version else ():
            typer.secho(f"  Warning: {warning}", fg=typer.colors.YELLOW, err=True)


def _as_rows(attempts: Mapping[str, Sequence[Attempt]]) -> list[dict[str, object]]:
    return [
        {
            "source": source,
            "list_id": one.list_id,
            "outcome": one.outcome,
            "list_version": one.list_version,
            "reasons": list(one.reasons),
        }
        for source, found in attempts.items()
        for one in found
    ]


def _refuse_if_behind(attempts: Sequence[Attempt], remedy: str) -> None:
    """Raise ListError when a list is not up to date: after all were tried, so that the command ends in its code."""
    behind = [f"{one.list_id} {one.outcome}" for one in attempts if not one.is_good]
    if behind:
        raise ListError(
            f"{len(behind)} of {len(attempts)} list version(s) did not come in force: {', '.join(behind)}",
            remedy=f"The versions in force stay; {remedy}",
        )
