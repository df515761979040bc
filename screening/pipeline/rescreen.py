"""Lists changed: hold the known parties against what changed, and look back on the days that were screened before.

Only added and changed entries are compared with the registry. What comes to light in declarations of past days is
published as look-back; alerts that rested on entries which are no longer listed are closed. All in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import duckdb
import polars as pl

from screening.alerts.policy import Policy, load_policy
from screening.errors import LakeError
from screening.lake import in_transaction, insert, open_lake, require_current
from screening.lists.groups import are_groups_current, bring_groups_up_to_date
from screening.lists.store import IN_FORCE, ListsInForce, read_in_force
from screening.pipeline.compare_registry import Changes, Screened, changes_since, screen_registry
from screening.pipeline.concerned import concerned_items
from screening.pipeline.look_back import Changed, LookBack, list_versions, look_back
from screening.pipeline.publish_look_back import check_look_back, publish_look_back
from screening.pipeline.registry import (
    matcher_id,
    parties_of,
    screening_row,
    standing,
)
from screening.review.suppressed_pairs import suppressed_pairs
from screening.rules.parties.name import threshold_of
from screening.schemas.registry import PARTIES, PARTY_MATCHES, SCREENINGS
from screening.settings import Settings

_TRIES = 3


@dataclass(frozen=True)
class Rescreening:
    """What a rescreening did. `kind` is none, lists or full; `seconds` are those of its parts."""

    kind: str
    list_versions: list[str]
    added: int = 0
    changed: int = 0
    removed: int = 0
    party_count: int = 0
    entity_count: int = 0
    match_count: int = 0
    declaration_count: int = 0
    new_alerts: int = 0
    raised_alerts: int = 0
    closed_alerts: int = 0
    run_id: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)


class _Clock:
    """Seconds of each part of the work."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began = perf_counter()

    def lap(self, part: str) -> None:
        now = perf_counter()
        self.seconds[part] = round(now - self._began, 3)
        self._began = now


def rescreen(settings: Settings, *, full: bool = False) -> Rescreening:
    """Bring the registry to the lists in force, and look back. Nothing happens where it stands there already.

    `full` compares every party with every list again and weighs the words by the lists of today. Raises LakeError when
    others change lists all the while, QualityError when what came to light breaks a check; the published tables and
    the registry then stay as they were.
    """
    for _ in range(_TRIES):
        result = _attempt(settings, full)
        if result is not None:
            return result
    raise LakeError("lists or parties changed during the rescreening, three times", remedy="Run it again later")


def _attempt(settings: Settings, full: bool) -> Rescreening | None:
    """Rescreen once; None when another process moved the registry meanwhile."""
    policy, clock = load_policy(settings.policy, settings.indicators), _Clock()
    parameters = policy.parameters("PARTY_NAME_FUZZY")
    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        are_grouped = are_groups_current(connection)
        if are_grouped and not full and (versions := _nothing_to_do(connection, parameters)) is not None:
            return Rescreening("none", versions, seconds=clock.seconds)
    if not are_grouped:
        with open_lake(settings) as connection:
            bring_groups_up_to_date(connection)
    clock.lap("group")
    with open_lake(settings, read_only=True) as connection:
        connection.execute("BEGIN TRANSACTION READ ONLY")  # all reads below see one state of the lake
        before, lists = standing(connection), read_in_force(connection)
        versions = list_versions(lists)
        changes = changes_since(connection, before, lists)
        clock.lap("read")
        screened = screen_registry(connection, settings, parameters, lists, changes, before, full)
        clock.lap("compare")
        if screened is None:
            return Rescreening("none", versions, seconds=clock.seconds)
        seen = _looked_back(connection, policy, lists, changes, screened, settings.indicators)
        clock.lap("look back")
    results = check_look_back(seen, lists.entities) if seen else None
    clock.lap("check")

    def store(lake: duckdb.DuckDBPyConnection) -> bool:
        if standing(lake) != before:
            return False
        _store(lake, screened, changes)
        if seen is not None and results is not None:
            publish_look_back(lake, seen, results)
        return True

    with open_lake(settings) as connection:
        is_done = in_transaction(connection, store)
    clock.lap("publish")
    if not is_done:
        return None
    return Rescreening(
        kind="full" if screened.is_full else "lists",
        list_versions=versions,
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        party_count=screened.parties.height,
        entity_count=len(screened.compared),
        match_count=screened.came.height,
        declaration_count=seen.declaration_count if seen else 0,
        new_alerts=seen.new_alerts if seen else 0,
        raised_alerts=seen.raised_alerts if seen else 0,
        closed_alerts=seen.closed.height if seen else 0,
        run_id=seen.run_id if seen else None,
        seconds=clock.seconds,
    )


def _nothing_to_do(connection: duckdb.DuckDBPyConnection, parameters: Mapping[str, object]) -> list[str] | None:
    """The versions in force where the registry stands against them, or where no day was screened yet; else None.

    Every run asks this first, so it reads none of the lists.
    """
    rows = connection.execute(f"SELECT list_id || ' ' || list_version FROM ({IN_FORCE}) ORDER BY 1").fetchall()  # noqa: S608
    versions, before = [version for (version,) in rows], standing(connection)
    if before is not None:
        is_there = (before.matcher, before.list_versions) == (matcher_id(threshold_of(parameters)), versions)
        return versions if is_there or not versions else None
    screened = connection.execute("SELECT count(*) FROM screening.runs WHERE status = 'published'").fetchone()
    return versions if not screened or not screened[0] else None


def _looked_back(
    connection: duckdb.DuckDBPyConnection,
    policy: Policy,
    lists: ListsInForce,
    changes: Changes,
    screened: Screened,
    own_indicators: Path | None,
) -> LookBack | None:
    items = concerned_items(connection, lists, changes.came, changes.gone, screened.parties, screened.touched)
    if items.is_empty():
        return None
    parties = parties_of(items).select("party_id", "name", "country_code")
    every = pl.concat([screened.kept, screened.matches]).join(parties, on="party_id")
    groups = connection.execute("FROM reference.entity_groups").pl()
    matches = every.unique(["name", "country_code", "entity_id"])
    changed = Changed(items, changes.removed, groups, matches, suppressed_pairs(connection, items))
    run_id = f"look-back-{screened.now.screening:06d}"
    return look_back(connection, policy, lists, changed, run_id, own_indicators)


def _store(lake: duckdb.DuckDBPyConnection, screened: Screened, changes: Changes) -> None:
    number = pl.lit(screened.now.screening, pl.Int64)
    if screened.is_full:
        lake.execute("DELETE FROM screening.party_matches")
    else:
        stale = pl.concat([screened.compared, changes.removed])
        lake.execute(
            "DELETE FROM screening.party_matches WHERE list_contains($stale, entity_id)", {"stale": stale.to_list()}
        )
    insert(lake, PARTY_MATCHES, screened.matches.with_columns(screening=number))
    insert(lake, PARTIES, screened.new_parties.with_columns(first_screening=number))
    row = screening_row(
        screened.now,
        screened.now.screening,
        "full" if screened.is_full else "lists",
        screened.parties.height,
        len(screened.compared),
        screened.came.height,
    )
    insert(lake, SCREENINGS, row)
