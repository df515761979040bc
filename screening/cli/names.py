"""`screening names`: screen a CSV file against a CSV list, or explain the comparison of two names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Compare party names.", no_args_is_help=True)


@app.command()
def screen(
    list_file: Annotated[Path, typer.Option("--list", help="CSV: entity_id, name [, entity_type, country]")],
    queries: Annotated[Path, typer.Option("--queries", help="CSV: query_id, query [, entity_type, country]")],
    out: Annotated[Path, typer.Option("--out", help="CSV to write: query_id, entity_id, score, features")],
    threshold: Annotated[
        float | None, typer.Option(help="Least score; the published alert threshold if absent")
    ] = None,
) -> None:
    """Screen the names of one CSV file against the listed names of another."""
    from screening.names import ALERT_THRESHOLD, NameIndex
    from screening.names.files import read_columns

    listed = read_columns(list_file, ("entity_id", "name"), ("entity_type", "country", "name_kind"))
    asked = read_columns(queries, ("query_id", "query"), ("entity_type", "country"))
    index = NameIndex.build(listed)
    parties = asked.rename({"query": "name", "country": "country_code"}, strict=False)
    hits = index.screen(parties, threshold=ALERT_THRESHOLD if threshold is None else threshold)
    hits.write_csv(out, float_precision=6)
    typer.echo(f"{parties.height} names against {listed.height} listed names: {hits.height} hits, written to {out}")


@app.command()
def compare(
    declared: Annotated[str, typer.Argument(help="The name as declared")],
    listed: Annotated[str, typer.Argument(help="The name as listed")],
) -> None:
    """Explain how two names compare: normal forms, legal forms, aligned words, what added and what subtracted."""
    from screening.names import compare as compare_names

    typer.echo(str(compare_names(declared, listed)))
