"""`screening goods …`: control lists and nomenclatures: what is loaded, load more, templates to fill in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli import goods_check, goods_model

if TYPE_CHECKING:  # Polars is imported by the commands that need it, so that --help answers at once
    import polars as pl

    from hs_codes.editions import Edition

app = typer.Typer(help="Goods: control lists, nomenclatures, checks of single items.", no_args_is_help=True)
goods_check.register(app)
goods_model.register(app)

_DAY = ["%Y-%m-%d"]
FromOption = Annotated[
    datetime, typer.Option("--valid-from", formats=_DAY, help="First day on which the file's content is valid")
]
ToOption = Annotated[
    datetime | None, typer.Option("--valid-to", formats=_DAY, help="Last day; none while nothing ends it")
]
EditionOption = Annotated[
    str | None, typer.Option("--edition", help="HS edition of the codes, e.g. HS2022; else that of the first day")
]


@app.command()
def lists(
    on: Annotated[
        datetime | None, typer.Option("--date", formats=_DAY, help="Day whose lists are meant; else today")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON")] = False,
) -> None:
    """Show control lists and tariffs with version, validity and counts, and what is missing."""
    from hs_codes.report import gaps, loaded_lists, loaded_nomenclatures
    from screening.lake import open_lake, require_current
    from screening.settings import load_settings

    day = on.date() if on else datetime.now(UTC).date()
    with open_lake(load_settings(), read_only=True) as connection:
        require_current(connection)
        control_lists, tariffs = loaded_lists(connection, day), loaded_nomenclatures(connection)
        missing = gaps(connection, day)
    if as_json:
        import json

        content = {
            "date": day,
            "control_lists": control_lists.to_dicts(),
            "nomenclatures": tariffs.to_dicts(),
            "gaps": missing,
        }
        typer.echo(json.dumps(content, default=str, ensure_ascii=False, indent=2))
        return
    _print(control_lists, tariffs, missing, day)


@app.command()
def load(
    path: Annotated[Path, typer.Argument(help="CSV or XLSX; its columns are those of `screening goods template`")],
    valid_from: FromOption,
    valid_to: ToOption = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="correlation-table, national-order or country-ban; else by the header")
    ] = None,
    name: Annotated[str | None, typer.Option("--list", help="Name of the list, e.g. KZ-106")] = None,
    title: Annotated[str | None, typer.Option(help="What the list is, in words")] = None,
    edition: EditionOption = None,
) -> None:
    """Put a control list into the lake, with its validity. A file that is not whole is refused and nothing changes."""
    from hs_codes.contracts import Kind
    from hs_codes.loaders import Validity, read_list, recognise
    from hs_codes.store import store_lists
    from screening.errors import ReferenceDataError
    from screening.lake import open_lake, require_current
    from screening.lists.xlsx import rows_of
    from screening.settings import load_settings

    if kind is not None and kind not in set(Kind):
        raise ReferenceDataError(
            f"there is no kind {kind!r}", where="--kind", remedy=f"Use one of {', '.join(Kind)}, or leave it out"
        )
    loaded = read_list(
        path,
        Kind(kind) if kind else recognise(path, rows_of),
        rows_of,
        validity=Validity(valid_from.date(), valid_to.date() if valid_to else None),
        edition=_edition(edition, valid_from.date()),
        control_list=name,
        title=title,
    )
    with open_lake(load_settings()) as connection:
        require_current(connection)
        is_new = store_lists(connection, loaded.about, loaded.lists)
    about = loaded.about.to_dicts()[0]
    typer.echo(
        f"{about['control_list']} {about['control_list_version']} ({about['kind']}): {about['entry_count']:,} entries, "
        f"{about['correlation_count']:,} codes, valid from {about['valid_from']} to {about['valid_to'] or 'no set day'}"
        + ("" if is_new else " (this version was there already)")
    )
    _warn(about["warnings"])


@app.command("load-nomenclature")
def load_nomenclature(
    path: Annotated[
        Path, typer.Argument(help="CSV or XLSX with code and title, and with full title and unit if known")
    ],
    valid_from: FromOption,
    valid_to: ToOption = None,
    name: Annotated[str, typer.Option(help="Name of the tariff")] = "TNVED",
    language: Annotated[str, typer.Option(help="Language of the titles, ISO 639-1")] = "ru",
    edition: EditionOption = None,
) -> None:
    """Put a tariff into the lake: ten-digit codes with titles and units."""
    from hs_codes.tariff import read_tariff, store_tariff
    from screening.lake import open_lake, require_current
    from screening.lists.xlsx import rows_of
    from screening.settings import load_settings

    tariff = read_tariff(
        path,
        rows_of,
        nomenclature=name,
        language=language,
        edition=_edition(edition, valid_from.date()),
        valid_from=valid_from.date(),
        valid_to=valid_to.date() if valid_to else None,
    )
    with open_lake(load_settings()) as connection:
        require_current(connection)
        is_new = store_tariff(connection, tariff)
    about = tariff.about.to_dicts()[0]
    typer.echo(
        f"{name} {about['nomenclature_version']}: {about['code_count']:,} codes, {about['leaf_count']:,} of ten digits"
        + ("" if is_new else " (this version was there already)")
    )
    _warn(about["warnings"])


@app.command()
def template(
    kind: Annotated[str, typer.Argument(help="correlation-table, national-order, country-ban or nomenclature")],
    to: Annotated[Path, typer.Option("--to", help="File to write: .csv, or .xlsx for a workbook")],
) -> None:
    """Write an example of a file that can be loaded, with the columns that are asked for."""
    from hs_codes.templates import write_template

    write_template(kind, to)
    typer.echo(to)


def _edition(name: str | None, day: date) -> Edition:
    from hs_codes.editions import Edition, edition_on
    from screening.errors import ReferenceDataError

    if name is None:
        return edition_on(day)
    for edition in Edition:
        if edition.value == name.upper():
            return edition
    raise ReferenceDataError(f"there is no edition {name!r}", where="--edition", remedy=f"Use {', '.join(Edition)}")


def _warn(warnings: list[str]) -> None:
    for warning in warnings:
        typer.secho(f"  Warning: {warning}", fg=typer.colors.YELLOW, err=True)


def _print(control_lists: pl.DataFrame, tariffs: pl.DataFrame, missing: list[str], day: date) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    shown = {
        "Control lists": (control_lists, "control_list", "entry_count", "correlation_count", ("Entries", "Codes")),
        "Tariffs": (tariffs, "nomenclature", "code_count", "leaf_count", ("Codes", "Ten digits")),
    }
    for title, (frame, key, first, second, heads) in shown.items():
        if frame.is_empty():
            continue
        table = Table(title=f"{title} of {day}", title_justify="left")
        for head in ("Name", "Version", "Valid from", "to"):
            table.add_column(head, no_wrap=True)
        for head in heads:
            table.add_column(head, justify="right")
        for row in frame.iter_rows(named=True):
            table.add_row(
                row[key],
                row[f"{key}_version"],
                str(row["valid_from"] or "—"),
                str(row["valid_to"] or "—"),
                f"{row[first]:,}",
                f"{row[second]:,}",
            )
        console.print(table)
        for row in frame.iter_rows(named=True):
            for warning in row["warnings"] or []:
                console.print(f"{row[key]}: {warning}", style="yellow", markup=False)
    console.print("What is missing" if missing else "Nothing is missing.", style="bold")
    for gap in missing:
        console.print(f"- {gap}", markup=False)
