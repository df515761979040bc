"""The registry held against what changed on the lists: which parties match which entries now, and did not before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from screening.lists.store import ListsInForce
from screening.pipeline.changed_names import matches_with_changed
from screening.pipeline.list_versions import entities_of, names_of
from screening.pipeline.look_back import list_versions
from screening.pipeline.name_index import NameIndexes, name_indexes
from screening.pipeline.registry import MATCHES, Standing, matcher_id, matches_of_parties, parties_of
from screening.rules.parties.name import name_matches, threshold_of
from screening.schemas.registry import PARTIES
from screening.settings import Settings

NEW_WEIGHTS_SHARE = 0.1
"""When so large a share of the listed names is new since the words were weighed, all is screened anew."""


@dataclass(frozen=True)
class Changes:
    """Ids of the entries that differ between the versions before and now."""

    added: pl.Series
    changed: pl.Series
    removed: pl.Series

    @property
    def came(self) -> pl.Series:
        """Those that were added or changed."""
        return pl.concat([self.added, self.changed])

    @property
    def gone(self) -> pl.Series:
        """Those that were changed or removed."""
        return pl.concat([self.changed, self.removed])


@dataclass(frozen=True)
class Screened:
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


def changes_since(connection: duckdb.DuckDBPyConnection, before: Standing | None, lists: ListsInForce) -> Changes:
    """The differences by the hash of each entry; without a standing there is nothing to differ from."""
    now = lists.entities.select("entity_id", "entity_hash")
    then = entities_of(connection, before.list_versions).select("entity_id", "entity_hash") if before else now
    both = now.join(then, on="entity_id", suffix="_then")
    return Changes(
        added=now.join(then, on="entity_id", how="anti")["entity_id"],
        changed=both.filter(pl.col("entity_hash") != pl.col("entity_hash_then"))["entity_id"],
        removed=then.join(now, on="entity_id", how="anti")["entity_id"],
    )


def screen_registry(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    parameters: Mapping[str, object],
    lists: ListsInForce,
    changes: Changes,
    before: Standing | None,
    full: bool,
) -> Screened | None:
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
    return Screened(before, now, full or before is None, parties, missing, compared, matches, kept, came, touched)


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
