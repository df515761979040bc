"""The parties of a day against the listed names: known ones are looked up, only new ones are compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb
import polars as pl

from screening.lake import open_lake
from screening.pipeline.list_versions import names_of
from screening.pipeline.name_index import name_indexes
from screening.pipeline.registry import (
    MATCHES,
    Standing,
    known_matches,
    matcher_id,
    matches_of_parties,
    parties_of,
    register_parties,
    standing,
)
from screening.pipeline.staging import Manifest
from screening.rules.parties.name import name_matches, threshold_of
from screening.schemas.registry import PARTY_MATCHES
from screening.settings import Settings

_TRIES = 3


def matches_of_day(
    settings: Settings,
    items: pl.DataFrame,
    manifest: Manifest,
    parameters: Mapping[str, object],
) -> pl.DataFrame:
    """Return the matches of the day's parties with the names of the pinned lists, and register the parties.

    Columns as from `name_matches`. The result is that of comparing every party with every list, whatever the registry
    knew before.
    """
    parties, matcher = parties_of(items), matcher_id(threshold_of(parameters))
    list_versions = manifest.list_versions
    day = date.fromisoformat(manifest.screening_date)
    found = PARTY_MATCHES.empty().select(MATCHES)
    for _ in range(_TRIES):
        with open_lake(settings, read_only=True) as connection:
            before = standing(connection)
            pinned = Standing(before.screening if before else 0, matcher, manifest.weighed_by, list_versions)
            found, new, entity_count = _screened(connection, settings, parties, pinned, parameters)
            if before is not None and (before.matcher != matcher or (new.is_empty() and before.is_like(pinned))):
                # All are known; or the next look back screens the whole registry anew, with what this day brought.
                break
            stands, registered = pinned, found
            if before is not None and not before.is_like(pinned):
                # Lists changed since this run was pinned, or were not yet looked back on: the registry keeps its own.
                stands = before
                registered, _, entity_count = _screened(connection, settings, parties, before, parameters)
        with open_lake(settings) as connection:
            if register_parties(connection, stands, parties, registered, entity_count, day):
                break
    return _named(found, parties)


def matches_at(
    settings: Settings, items: pl.DataFrame, manifest: Manifest, parameters: Mapping[str, object]
) -> pl.DataFrame:
    """Return what `matches_of_day` returned in the state that the manifest pinned; nothing is registered."""
    parties = parties_of(items)
    pinned = Standing(0, matcher_id(threshold_of(parameters)), manifest.weighed_by, manifest.list_versions)
    with open_lake(settings, read_only=True, snapshot_id=manifest.snapshot_id) as connection:
        found, _, _ = _screened(connection, settings, parties, pinned, parameters)
    return _named(found, parties)


def _named(found: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    named = parties.select("party_id", "name", "country_code")
    return (
        found.join(named, on="party_id")
        .drop("party_id")
        .unique(["name", "country_code", "entity_id"])
        .sort("name", "country_code", "entity_id", nulls_last=True)
    )


def _screened(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    parties: pl.DataFrame,
    stands: Standing,
    parameters: Mapping[str, object],
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Return the parties' matches with the lists that `stands` names, the parties that the registry does not know, and
    the number of listed entities that these were compared with.

    What the registry knows is taken from it, where it stands against the same.
    """
    now = standing(connection)
    is_known = now is not None and now.is_like(stands)
    known, matches = known_matches(connection, parties if is_known else parties.clear())
    new = parties.join(known, on="party_id", how="anti")
    # Without lists the parties are registered all the same: the first list will look back on them.
    if new.is_empty() or not stands.list_versions:
        return matches, new, 0
    indexes = name_indexes(
        settings.home / "cache" / "names",
        stands.list_versions,
        stands.weighed_by,
        lambda versions: names_of(connection, versions),
    )
    names = new.select("name", "country_code").unique(maintain_order=True)
    came = matches_of_parties(new, name_matches(names, indexes.index, parameters, indexes.weighing))
    return pl.concat([matches, came]), new, indexes.index.names["entity_id"].n_unique()
