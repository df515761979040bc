"""`screening intake guess`: propose a mapping for a table, and show ten rows as it would read them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

_ROWS = 10
_FIELD_WIDTH, _VALUE_WIDTH = 28, 24


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(guess)


def guess(
    path: Annotated[Path, typer.Argument(help="A table: CSV, XLSX, Parquet or JSON lines")],
    out: Annotated[Path | None, typer.Option("--out", help="Write the mapping here instead of printing it")] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="Propose nothing: show ten rows as this mapping reads them")
    ] = None,
) -> None:
    """Propose a mapping file for a table with other columns, and show ten rows of the result. Nothing is taken in."""
    from screening.errors import IntakeError
    from screening.intake.load import file_hash
    from screening.intake.mapping import read_mapping
    from screening.intake.mapping.guess import guess as propose
    from screening.intake.source import table_format

    file_hash(path)  # a clear error when it cannot be opened
    form = table_format(path)
    if form is None:
        raise IntakeError(
            "XML is read by its own format", where=str(path), remedy="Take it in with `screening intake load`"
        )
    if mapping is not None:
        used = read_mapping(mapping)
    else:
        proposal = propose(path, form)
        used = proposal.mapping()
        if out is None:
            typer.echo(proposal.text())
        else:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(proposal.text(), encoding="utf-8")
            typer.echo(f"{out}: {len(used.fields) - len(proposal.missing)} fields found; read it before you use it")
        if proposal.missing:
            typer.echo(f"Not found, give a column or a value: {', '.join(proposal.missing)}")
        if proposal.unknown:
            typer.echo(f"Left out: {', '.join(proposal.unknown)}")
    _show(path, used)


def _show(path: Path, mapping: object) -> None:
    from datetime import UTC, datetime

    import polars as pl

    from screening.cli.output import print_frame
    from screening.intake.checks import check_rows
    from screening.intake.mapping import Mapping
    from screening.intake.source import open_source

    if not isinstance(mapping, Mapping):
        raise TypeError(mapping)
    source = open_source(path, mapping=mapping)
    batch = next(source.batches, None)
    if batch is None or batch.rows.is_empty():
        typer.echo("The table has no rows.")
        return
    checked = check_rows(batch.rows.head(_ROWS), datetime.now(UTC).date(), source.kind)
    reasons = checked.rejected.select("row_number", pl.col("all_reasons").list.join(", ").alias("rejected for"))
    shown = batch.rows.head(_ROWS).join(reasons, on="row_number", how="left")
    filled = [name for name in shown.columns if shown[name].null_count() < shown.height]
    by_row = shown.select(
        pl.format("row {}", "row_number").alias("row"), *(name for name in filled if name != "row_number")
    )
    # As many rows beside each other as the screen has room for; the others below.
    side_by_side = max((shutil.get_terminal_size().columns - _FIELD_WIDTH) // _VALUE_WIDTH, 1)
    for part in by_row.iter_slices(side_by_side):
        print_frame(part.transpose(include_header=True, header_name="field", column_names="row"), "table")
