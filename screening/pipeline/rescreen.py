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
from screening.pipeline.changed_names import matches_with_changed
from screening.pipeline.concerned import concerned_items
from screening.pipeline.list_versions import entities_of, names_of
from screening.pipeline.look_back import Changed, LookBack, list_versions, look_back
from screening.pipeline.name_index import NameIndexes, name_indexes
from screening.pipeline.publish_look_back import check_look_back, publish_look_back
from screening.pipeline.registry import (
    MATCHES,
    Standing,
    matcher_id,
    matches_of_parties,
    parties_of,
    screening_row,
    standing,
)
from screening.review.suppressed_pairs import suppressed_pairs
from screening.rules.parties.name import name_matches, threshold_of
from screening.schemas.registry import PARTIES, PARTY_MATCHES, SCREENINGS
from screening.settings import Settings

NEW_WEIGHTS_SHARE = 0.1
"""When so large a share of the listed names is new since the words were weighed, all is screened anew."""
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


@dataclass(frozen=True)
class _Changes:
    """Ids of the entries that differ between the versions before and now."""

    added: pl.Series
    changed: pl.Series
    removed: pl.Series

    @property
    def came(self) -> pl.Series:
        return pl.concat([self.added, self.changed])

    @property
    def gone(self) -> pl.Series:
        return pl.concat([self.changed, self.removed])


@dataclass(frozen=True)
class _Screened:
    """The registry moved to the lists in force, not yet stored.

    `compared`: entries that parties were compared with; `matches` (MATCHES) with those, `kept` with the others; `came`:
    pairs that did not match before, of entries that changed. `new_parties`: parties that were not registered.
    """

    before: Standing | None
    now: Standing
    is_full: bool
    parties: pl.DataFrame
    new_parties: pl.DataFrame
    compared: pl.Series
    matches: pl.DataFrame
    kept: pl.DataFrame
    came: pl.DataFrame
    touched: pl.Series


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
        changes = _changes(connection, before, lists)
        clock.lap("read")
        screened = _screen(connection, settings, parameters, lists, changes, before, full)
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


def _changes(connection: duckdb.DuckDBPyConnection, before: Standing | None, lists: ListsInForce) -> _Changes:
    """The differences by the hash of each entry; without a standing there is nothing to differ from."""
    now = lists.entities.select("entity_id", "entity_hash")
    then = entities_of(connection, before.list_versions).select("entity_id", "entity_hash") if before else now
    both = now.join(then, on="entity_id", suffix="_then")
    return _Changes(
        added=now.join(then, on="entity_id", how="anti")["entity_id"],
        changed=both.filter(pl.col("entity_hash") != pl.col("entity_hash_then"))["entity_id"],
        removed=then.join(now, on="entity_id", how="anti")["entity_id"],
    )


def _screen(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    parameters: Mapping[str, object],
    lists: ListsInForce,
    changes: _Changes,
    before: Standing | None,
    full: bool,
) -> _Screened | None:
    """Compare the registry with what changed, or with all; None when it stands against the lists in force already."""
    matcher, versions = matcher_id(threshold_of(parameters)), list_versions(lists)
    if not versions or (not full and before and (before.matcher, before.list_versions) == (matcher, versions)):
        return None
    full = full or before is None or before.matcher != matcher or _is_mostly_new(connection, before, versions)
    known = connection.execute("SELECT party_id, name, country_code, tax_id FROM screening.parties").pl()
    missing = _unregistered(connection, before, known) if full else PARTIES.empty().drop("first_screening")
    parties = pl.concat([known, missing.select(known.columns)])
    if before is None and parties.is_empty():
        return None  # no day was screened yet: the first one founds the registry
    number, weighed_by = (before.screening if before else 0) + 1, versions
    if before is not None and not full:
        weighed_by = before.weighed_by
    now = Standing(number, matcher, weighed_by, versions)
    cache = settings.home / "cache" / "names"
    indexes = name_indexes(cache, versions, weighed_by, lambda wanted: names_of(connection, wanted))
    names = parties.select("name", "country_code").unique(maintain_order=True)
    if full or before is None:
        compared = indexes.index.names["entity_id"].unique().sort()
        found = name_matches(names, indexes.index, parameters, indexes.weighing)
    else:
        compared = pl.concat([changes.came, _respelled(connection, settings, before, indexes)]).unique().sort()
        part = indexes.index.subset(compared)
        read = settings.home / "cache" / "names-read" / indexes.weighing_folder.name
        found = matches_with_changed(names, part, indexes.weights, indexes.weighing_folder, parameters, read)
    matches = matches_of_parties(parties, found)
    old = connection.execute("FROM screening.party_matches").pl().select(MATCHES)
    stale = pl.concat([compared, changes.removed])
    kept = old.filter(~pl.col("entity_id").is_in(stale.implode()))
    came = matches.filter(pl.col("entity_id").is_in(changes.came.implode()))
    came = came.join(old, on=["party_id", "entity_id"], how="anti")
    lost = old.filter(pl.col("entity_id").is_in(changes.gone.implode()))
    touched = pl.concat([came["party_id"], lost["party_id"]]).unique()
    return _Screened(before, now, full or before is None, parties, missing, compared, matches, kept, came, touched)


def _is_mostly_new(connection: duckdb.DuckDBPyConnection, before: Standing, versions: list[str]) -> bool:
    now, weighed = names_of(connection, versions), names_of(connection, before.weighed_by)
    new = now.join(weighed, on=["entity_id", "name"], how="anti")
    return new.height > NEW_WEIGHTS_SHARE * now.height


def _respelled(
    connection: duckdb.DuckDBPyConnection, settings: Settings, before: Standing, indexes: NameIndexes
) -> pl.Series:
    """Entries that did not change, but whose words are spelt otherwise now by others."""
    cache = settings.home / "cache" / "names"
    earlier = name_indexes(cache, before.list_versions, before.weighed_by, lambda wanted: names_of(connection, wanted))
    return indexes.index.respelled(earlier.index)


def _unregistered(connection: duckdb.DuckDBPyConnection, before: Standing | None, known: pl.DataFrame) -> pl.DataFrame:
    """Parties of days that were screened, and published since the registry was last moved, which it does not hold.

    Columns: those of PARTIES but `first_screening`.
    """
    days = connection.execute(
        "SELECT DISTINCT screening_date FROM screening.runs WHERE kind = 'day' AND status = 'published'"
        " AND finished_at >= (SELECT coalesce(max(screened_at), '1970-01-01') FROM screening.screenings"
        " WHERE kind <> 'parties') ORDER BY 1"
    ).fetchall()
    found = [PARTIES.empty().drop("first_screening")]
    for (day,) in days:  # a day at a time, so that memory does not grow with the number of days
        items = connection.execute("FROM intake.declarations WHERE registration_date = ?", [day]).pl()
        new = parties_of(items).join(known, on="party_id", how="anti")
        found.append(new.with_columns(first_seen=pl.lit(day)).select(found[0].columns))
    return pl.concat(found).unique("party_id", keep="first", maintain_order=True)


def _looked_back(
    connection: duckdb.DuckDBPyConnection,
    policy: Policy,
    lists: ListsInForce,
    changes: _Changes,
    screened: _Screened,
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


def _store(lake: duckdb.DuckDBPyConnection, screened: _Screened, changes: _Changes) -> None:
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
