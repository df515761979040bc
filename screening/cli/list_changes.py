"""`screening lists diff`: what changed between two versions of a list, to read or as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import takewhile
from typing import Annotated, Any

import typer

LONGEST_TEXT = 160
"""Of a longer text that changed, only what differs is printed."""
_CONTEXT = 30
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_BESIDE = ("name_kind", "language", "identifier_kind", "country_code", "currency_code", "published_relation")
_MAIN = ("full_address", "related_name", "published_value", "name")


class Output(StrEnum):
    """Forms of the result."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the command to `screening lists`."""
    app.command()(diff)


def diff(
    list_id: Annotated[str, typer.Argument(metavar="LIST", help="The list, e.g. OFAC-SDN")],
    from_version: Annotated[
        str | None, typer.Argument(metavar="[V1]", help="A version or how it begins; the last but one if absent")
    ] = None,
    to_version: Annotated[
        str | None, typer.Argument(metavar="[V2]", help="A version or how it begins; the last one if absent")
    ] = None,
    output: Annotated[Output, typer.Option("--format", help="To read, or all of it as data")] = Output.TABLE,
    limit: Annotated[int, typer.Option(min=0, help="Entries printed of each sort in the table; 0 for all")] = 20,
) -> None:
    """Show which entities a version of a list added, removed and changed against another, and what changed in them."""
    from screening.cli.output import safe_csv
    from screening.lake import open_lake, require_current
    from screening.lists.history import difference
    from screening.settings import load_settings

    with open_lake(load_settings(), read_only=True) as connection:
        require_current(connection)
        found = difference(connection, list_id, from_version, to_version)
    if output is Output.CSV:
        typer.echo(safe_csv(found.rows), nl=False)
        return
    rows = [row | {"detail": json.loads(row["detail"])} for row in found.rows.to_dicts()]
    counts = {change: sum(row["change"] == change for row in rows) for change in _SIGNS}
    if output is Output.JSON:
        result = {"list_id": list_id, "from_version": found.from_version, "to_version": found.to_version}
        typer.echo(json.dumps(result | counts | {"changes": rows}, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{list_id}: {found.from_version} -> {found.to_version}")
    typer.echo(", ".join(f"{count:,} {change}" for change, count in counts.items()))
    for change in _SIGNS:
        _print_some([row for row in rows if row["change"] == change], change, limit)


def _print_some(rows: list[dict[str, Any]], change: str, limit: int) -> None:
    shown = rows[:limit] if limit else rows
    if shown:
        typer.echo("")
    for row in shown:
        typer.echo(_printable(f"{_SIGNS[change]} {row['primary_name']} ({row['entity_id']})"))
        for field, said in row["detail"].items():
            for sign, text in _lines(said):
                typer.echo(f"    {field:<20} {sign} {_printable(text)}")
    if len(rows) > len(shown):
        typer.echo(f"  and {len(rows) - len(shown):,} more {change}; --limit 0 shows all")


def _lines(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the signs and texts of one field: what it had, then what it has."""
    if "removed" in said:
        for sign, key in (("-", "removed"), ("+", "added")):
            for value in said[key]:
                yield sign, value if isinstance(value, str) else _row(value)
        return
    old, new = said["from"], said["to"]
    if old and new and max(len(old), len(new)) > LONGEST_TEXT:
        old, new = _shortened(old, new)
    for sign, text in (("-", old), ("+", new)):
        if text is not None:
            yield sign, text


def _row(value: Mapping[str, Any]) -> str:
    """Return a name, number, address or relation in one line, with what is said beside it in brackets."""
    main = next((value[key] for key in _MAIN if value.get(key)), "")
    beside = ", ".join(value[key] for key in _BESIDE if value.get(key) and key in value and value[key] != main)
    return f"{main} ({beside})" if beside else str(main)


def _shared_length(old: str, new: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _printable(text: str) -> str:
    """Return `text` in one line, without characters by which a list could write over the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Return both texts without the beginning and the end that they share, save a few words around."""
    start = _shared_length(old, new)
    end = _shared_length(old[start:][::-1], new[start:][::-1])
    first, last = max(start - _CONTEXT, 0), max(end - _CONTEXT, 0)

    def cut(text: str) -> str:
        middle = text[first : len(text) - last]
        return f"{'…' if first else ''}{middle}{'…' if last else ''}"

    return cut(old), cut(new)
