"""Commands on the lake as a whole: `lake tidy`, and `replay` of a past run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.options import Language, LanguageOption

if TYPE_CHECKING:  # names of types only; importing these modules at start would cost half a second
    from screening.pipeline.replay import Replay

app = typer.Typer(help="The lake: keep it small.", no_args_is_help=True)


def register(parent: typer.Typer) -> None:
    """Add these commands to the command line."""
    parent.add_typer(app, name="lake")
    parent.command()(replay)


@app.command()
def tidy(
    keep_days: Annotated[int, typer.Option("--keep-days", min=1, help="Keep every state of the last N days")],
    runs_too: Annotated[
        bool, typer.Option("--runs-too", help="Let go of older states that runs published, too: no --as-of, no replay")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done")] = False,
    language: LanguageOption = Language.EN,
) -> None:
    """Let go of old states of the lake, merge small files, and remove files that nothing has used for a day."""
    from datetime import UTC, datetime, timedelta

    from screening.lake import open_lake, require_current
    from screening.lake.tidy import tidy as tidy_lake
    from screening.settings import load_settings
    from screening.texts import text

    now = datetime.now(UTC)
    with open_lake(load_settings()) as connection:
        require_current(connection)
        done = tidy_lake(
            connection,
            before=now - timedelta(days=keep_days),
            runs_too=runs_too,
            unused_since=now - timedelta(days=1),
            dry_run=dry_run,
        )
    typer.echo(text("tidy.would" if dry_run else "tidy.done", language, **vars(done)))


def replay(
    run_id: Annotated[str, typer.Argument(help='Run, as `screening sql "FROM runs"` lists them')],
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Compare although software or policy are others now")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON")] = False,
    language: LanguageOption = Language.EN,
) -> None:
    """Compute a past run again from the state it had read, and compare with what it published. Nothing is written."""
    from screening.errors import QualityError
    from screening.pipeline.replay import replay as replay_run
    from screening.settings import load_settings

    found = replay_run(load_settings(), run_id, anyway=anyway)
    if as_json:
        import json
        from dataclasses import asdict

        typer.echo(json.dumps({**asdict(found), "is_same": found.is_same}, ensure_ascii=False, indent=2))
    else:
        _report(found, language)
    if not found.is_same and not found.inputs:
        raise QualityError(
            f"the same inputs gave other results for run {run_id}",
            where="replay",
            remedy="Report it with the run's row in screening.runs: this must not happen",
        )


def _report(found: Replay, language: str) -> None:
    from screening.texts import text

    for name, (then, now) in found.inputs.items():
        typer.echo(text("replay.input", language, name=name, then=then, now=now))
    for name, one in found.tables.items():
        typer.echo(
            text("replay.table", language, name=name, rows=one.row_count, gone=one.gone_count, came=one.came_count)
        )
        for mark, keys in (("-", one.gone), ("+", one.came)):
            for key in keys:
                typer.echo(f"  {mark} {key}")
    typer.echo(text("replay.same" if found.is_same else "replay.differs", language, run=found.run_id))
