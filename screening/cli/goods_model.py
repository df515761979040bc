"""`screening goods train` and `models`: the model that holds descriptions against headings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add these commands to `screening goods`."""
    app.command()(train)
    app.command()(models)


def train(
    titles: Annotated[
        Path | None,
        typer.Option("--titles", help="CSV with code and full title; the nomenclature in the lake if absent"),
    ] = None,
    code_column: Annotated[str, typer.Option(help="Column of the code in that file")] = "code",
    title_column: Annotated[str, typer.Option(help="Column of the title, levels joined by ' / '")] = (
        "full_description_ru"
    ),
) -> None:
    """Train the model on the nomenclature's titles and the cleared history, and put it in force."""
    import json

    import polars as pl

    from screening.lake import open_lake, require_current
    from screening.names.files import read_columns
    from screening.rules.goods.model_store import history_in_lake, store_model, titles_in_lake
    from screening.rules.goods.model_store import train as train_model
    from screening.settings import load_settings

    with open_lake(load_settings()) as connection:
        require_current(connection)
        if titles is None:
            named = titles_in_lake(connection)
        else:
            named = (
                read_columns(titles, (code_column, title_column), ())
                .select(pl.col(code_column).alias("hs_code"), pl.col(title_column).alias("full_title"))
                .drop_nulls()
            )
            named = named.filter(pl.col("hs_code").str.len_chars() == named["hs_code"].str.len_chars().max())
        trained = train_model(named, history_in_lake(connection))
        model_id = store_model(connection, trained, datetime.now(UTC))
    typer.echo(f"{model_id}: {trained.trained_on}, {len(trained.model.headings):,} headings")
    typer.echo(json.dumps(trained.measures))


def models(
    use: Annotated[str | None, typer.Option("--use", help="Put this model in force")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON")] = False,
) -> None:
    """Show the trained models: when, on what, how right they are, which is in force."""
    import json

    from screening.lake import open_lake, require_current
    from screening.rules.goods.model_store import models_in_lake, put_in_force
    from screening.settings import load_settings

    with open_lake(load_settings(), read_only=use is None) as connection:
        require_current(connection)
        if use is not None:
            put_in_force(connection, use)
        found = models_in_lake(connection)
    if found.is_empty() and not as_json:
        typer.echo("No model is trained. Run `screening goods train`.")
        return
    if as_json:
        typer.echo(json.dumps(found.to_dicts(), default=str, ensure_ascii=False, indent=2))
        return
    for row in found.iter_rows(named=True):
        state = "in force" if row["is_in_force"] else "kept"
        typer.echo(f"{row['model_id']} ({state}): {row['trained_on']}; {row['class_count']:,} headings")
        for name, value in json.loads(row["measures"]).items():
            typer.echo(f"  {name}: {value:,}")
