"""`screening intake …`: take files into the lake without the inbox, propose mappings, report, mend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli import intake_guess, intake_query, intake_report
from screening.errors import IntakeError

if TYPE_CHECKING:  # the modules behind it take a second to import, which `--help` need not wait for
    from screening.intake import FileReport

app = typer.Typer(help="Declarations, invoices, registers: take in files, whatever their format.", no_args_is_help=True)


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="Files; their format is known by content")],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="Mapping file to read them by, instead of the one they would find")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON")] = False,
) -> None:
    """Take in files: every row is accepted or rejected with its reason, or the file is refused as a whole."""
    from screening.intake import take
    from screening.intake.mapping import load_mappings, read_mapping
    from screening.lake import open_lake, require_current
    from screening.settings import load_settings

    settings = load_settings()
    known, named = load_mappings(settings.mappings_folder), read_mapping(mapping) if mapping else None
    taken: list[FileReport] = []
    refused: list[IntakeError] = []
    with open_lake(settings) as connection:
        require_current(connection)
        settings.staging_folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            done = take(connection, path, settings.staging_folder, known, named)
            taken.extend(done.files)
            refused.extend(done.refused)
    _print(taken, refused, as_json)
    if refused:
        # The messages stand above, one for each file; the last one gives the exit code.
        raise (
            refused[-1]
            if len(refused) == 1
            else IntakeError(
                f"{len(refused)} of {len(paths)} files were refused",
                remedy="The others were taken in; see the lines above",
            )
        )


def _print(taken: list[FileReport], refused: list[IntakeError], as_json: bool) -> None:
    if as_json:
        files = [
            {
                "file_id": report.file_id, "file_name": report.file_name, "record_kind": report.record_kind,
                "is_new": report.is_new,
                "rows_read": report.rows_read, "rows_accepted": report.rows_accepted,
                "rows_rejected": report.rows_rejected, "rows_warned": report.rows_warned,
                "days": [str(day) for day in report.days],
            }
            for report in taken
        ]  # fmt: skip
        errors = [{"file_name": Path(error.where).name, "error": str(error)} for error in refused]
        typer.echo(json.dumps({"files": files, "refused": errors}, ensure_ascii=False, indent=2))
        return
    for report in taken:
        known = "" if report.is_new else "; its content was known already, nothing was added"
        typer.echo(
            f"{report.file_name}: {report.rows_read:,} read, {report.rows_accepted:,} accepted,"
            f" {report.rows_rejected:,} rejected, {report.rows_warned:,} with warnings{known}"
        )
    if any(report.rows_rejected for report in taken):
        typer.echo("To mend them: screening intake rejected --out FILE.csv")
    if len(refused) > 1:
        for error in refused:
            typer.echo(f"refused: {error}", err=True)


intake_guess.register(app)
intake_report.register(app)
intake_query.register(app)
