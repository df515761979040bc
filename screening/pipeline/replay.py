"""Replaying a past run: computing it again on the state of the lake that it had read, and comparing what comes out.

A run is known by its inputs. Where the replay pins the same inputs, its id is the same, and so must be its hits, alerts
and reasons. Where the software, the policy or what comes with them is another one, that is said before anything is
compared: the promise is that the same inputs give the same alerts, not that software never changes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from screening.alerts.policy import load_policy
from screening.errors import LakeError, NotFoundError, SettingsError
from screening.lake import RunSnapshot, open_lake, require_current, snapshot_of_run
from screening.pipeline.context import Context
from screening.pipeline.look_back_marks import keep_marks, marked_hits_of_day
from screening.pipeline.parties import matches_at
from screening.pipeline.pin import pin_state
from screening.pipeline.staging import Manifest, Staging
from screening.pipeline.steps import run_step, step_named
from screening.schemas import Table
from screening.schemas.results import ALERT_REASONS, ALERTS, DAILY_SUMMARY, HITS
from screening.settings import Settings

_TABLES = (HITS, ALERTS, ALERT_REASONS, DAILY_SUMMARY)
_STEPS = ("goods", "parties", "indicators", "score")
_VERSIONS = {
    "code_version": "software",
    "policy_version": "policy",
    "list_versions": "sanctions lists",
    "control_list_versions": "control lists",
    "input_hash": "declarations",
}
_EXAMPLES = 10


@dataclass(frozen=True)
class Difference:
    """A published table against the replayed one. `gone`, `came`: keys of up to ten rows of one and not the other."""

    row_count: int
    gone_count: int
    came_count: int
    gone: list[str]
    came: list[str]


@dataclass(frozen=True)
class Replay:
    """What a replay found: the inputs that differ (name: then and now), and each table compared, by full name."""

    run_id: str
    read_snapshot: int
    inputs: Mapping[str, tuple[str, str]]
    tables: Mapping[str, Difference]

    @property
    def is_same(self) -> bool:
        """Whether every row came out as it was published."""
        return not any(one.gone_count or one.came_count for one in self.tables.values())


def replay(settings: Settings, run_id: str, *, anyway: bool = False) -> Replay:
    """Compute a run of a day again, without writing anything, and compare it with what it had published.

    `anyway` compares although inputs differ, for instance to see what another policy would have said.
    Raises NotFoundError when there is no such run or the lake let go of its state, SettingsError when the run's
    software, policy or other inputs are not those of now.
    """
    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        run, snapshot = _run(connection, run_id), snapshot_of_run(connection, run_id)
    if snapshot.read_snapshot is None:
        raise NotFoundError(f"run {run_id} was no run of a day", remedy="Only the run of a day can be replayed")
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        staging = Staging(Path(folder))
        inputs = _pin(settings, run, snapshot.read_snapshot, staging)
        if inputs and not anyway:
            told = "; ".join(f"{name} {then}, now {now}" for name, (then, now) in inputs.items())
            raise SettingsError(
                f"run {run_id} was made with other inputs: {told}",
                remedy="Install that release and set SCREENING_POLICY to that policy, or compare with --anyway",
            )
        _compute(settings, run["screening_date"], staging)
        published = _published(settings, snapshot, run["screening_date"])
        day = str(run["screening_date"])
        with open_lake(settings, read_only=True, snapshot_id=snapshot.read_snapshot) as connection:
            marks = marked_hits_of_day(connection, day)  # what a look back had found before the day was run again
        replayed = keep_marks({table: staging.read(table.name) for table in _TABLES}, marks)
        tables = {table.full_name: _difference(table, published[table.full_name], replayed[table]) for table in _TABLES}
    return Replay(run_id, snapshot.read_snapshot, inputs, tables)


def _run(connection: duckdb.DuckDBPyConnection, run_id: str) -> dict[str, Any]:
    rows = connection.execute("FROM screening.runs WHERE run_id = ?", [run_id]).pl().to_dicts()
    if not rows:
        raise NotFoundError(f"there is no run {run_id}", remedy='`screening sql "FROM runs"` lists them')
    if rows[0]["status"] != "published":
        raise NotFoundError(f"run {run_id} was refused and published nothing", remedy="Replay a published run")
    return rows[0]


def _pin(
    settings: Settings, run: Mapping[str, Any], read_snapshot: int, staging: Staging
) -> dict[str, tuple[str, str]]:
    """Stage what the run had read, and return the inputs that are others than then."""
    try:
        pin_state(_context(settings, run["screening_date"], staging), read_snapshot)
    except (duckdb.Error, LakeError) as error:
        raise NotFoundError(
            f"the lake no longer holds the state that run {run['run_id']} had read ({str(error).splitlines()[0]})",
            remedy="`screening lake tidy` let go of it, or the lake has another schema since",
        ) from None
    manifest = staging.read_manifest()
    if manifest.run_id == run["run_id"]:
        return {}
    now: Mapping[str, Any] = vars(manifest)
    found = {title: (_told(run[name]), _told(now[name])) for name, title in _VERSIONS.items() if run[name] != now[name]}
    # Groups, suppressions, weights of words and a trained model come from the lake too; the id covers them.
    return found or {"run id": (run["run_id"], manifest.run_id)}


def _told(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _compute(settings: Settings, day: date, staging: Staging) -> None:
    manifest: Manifest = staging.read_manifest()
    parameters = load_policy(settings.policy, settings.indicators).parameters("PARTY_NAME_FUZZY")
    staging.write("matches", matches_at(settings, staging.read("items"), manifest, parameters))
    for name in _STEPS:
        run_step(step_named(name), settings, day, staging)


def _context(settings: Settings, day: date, staging: Staging) -> Context:
    return Context(settings, day, staging, staging.read, lambda name: None)


def _published(settings: Settings, snapshot: RunSnapshot, day: date) -> dict[str, pl.DataFrame]:
    """Return the day's rows as the run left them; a table that has columns more since then lacks them here."""
    with open_lake(settings, read_only=True, snapshot_id=snapshot.snapshot_id) as connection:
        return {
            # The table's name is one of our own constants.
            table.full_name: connection.execute(f"FROM {table.full_name} WHERE screening_date = ?", [day]).pl()
            for table in _TABLES
        }


def _difference(table: Table, published: pl.DataFrame, replayed: pl.DataFrame) -> Difference:
    # The id names the inputs; where they differ on purpose, it is no difference of the result.
    columns = [name for name in table.polars_schema if name != "run_id" and name in published.columns]
    then, now = (_comparable(frame.select(columns)) for frame in (published, replayed))
    gone = then.join(now, on=columns, how="anti", nulls_equal=True)
    came = now.join(then, on=columns, how="anti", nulls_equal=True)
    return Difference(published.height, gone.height, came.height, _keys(table, gone), _keys(table, came))


def _comparable(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col(name).list.join("\x1f") for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)
    ).cast(pl.String)


def _keys(table: Table, rows: pl.DataFrame) -> list[str]:
    keys = rows.sort(table.key).head(_EXAMPLES)
    return keys.select(pl.concat_str(*table.key, separator=" ", ignore_nulls=True)).to_series().to_list()
