"""`screening lists groups` and `separate`: which entries of several lists are one party, why, and taking them apart."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add these commands to `screening lists`."""
    app.command()(groups)
    app.command()(separate)


def groups(
    entity: Annotated[str | None, typer.Argument(help="An entry, e.g. EU-FSF:EU.1234.5; without it, counts")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON")] = False,
) -> None:
    """Show the group of an entry with the evidence for it, or how many entries the lists share."""
    from screening.lake import open_lake, require_current
    from screening.lists.groups import bring_groups_up_to_date, group_members
    from screening.settings import load_settings

    settings = load_settings()
    with open_lake(settings) as connection:
        require_current(connection)
        bring_groups_up_to_date(connection)
    with open_lake(settings, read_only=True) as connection:
        if entity is None:
            counts = connection.execute(
                "SELECT size AS listings, count(*) AS parties FROM"
                " (SELECT count(*) AS size FROM reference.entity_groups GROUP BY group_id) GROUP BY size ORDER BY size"
            ).pl()
            _print(counts.to_dicts(), as_json, "No two entries are known to be one party.")
            return
        members, evidence = group_members(connection, entity)
    shown = members.select("entity_id", "entity_type", "primary_name", "country_codes", "programmes").to_dicts()
    if as_json:
        _print({"members": shown, "evidence": evidence.to_dicts()}, as_json, "")
        return
    _print(shown, as_json, "")
    for link in evidence.iter_rows(named=True):
        used = "" if link["is_used"] else "  (not used: one list has both, or somebody separated them)"
        typer.echo(f"{link['entity_id']} = {link['other_entity_id']}: {link['evidence']}{used}")
    if evidence.is_empty():
        typer.echo(f"{entity} stands alone.")


def separate(
    entity: Annotated[str, typer.Argument(help="An entry, e.g. EU-FSF:EU.1234.5")],
    other: Annotated[str, typer.Argument(help="The entry that is another party")],
    reason: Annotated[str, typer.Option(help="Why; kept with the decision")],
    by: Annotated[str | None, typer.Option(help="Who decides; without it, the user of this machine")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Withdraw an earlier separation")] = False,
) -> None:
    """Keep two entries in different groups from now on, or withdraw that. Decisions are never overwritten."""
    from screening.lake import open_lake, require_current
    from screening.lists.groups import decide_separation
    from screening.settings import load_settings

    with open_lake(load_settings()) as connection:
        require_current(connection)
        decide_separation(
            connection, entity, other, is_separate=not undo, reason=reason, decided_by=by or getpass.getuser()
        )
    typer.echo(f"{entity} and {other} " + ("may be one party again." if undo else "are kept apart."))
    typer.echo("The next run of a day goes by this; alerts that are published stay as they are until then.")


def _print(rows: object, as_json: bool, nothing: str) -> None:
    if as_json:
        import json

        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    if not isinstance(rows, list) or not rows:
        typer.echo(nothing)
        return
    table = Table(*rows[0])
    for row in rows:
        cells = (", ".join(value) if isinstance(value, list) else str(value) for value in row.values())
        table.add_row(*map(escape, cells))
    Console().print(table)
