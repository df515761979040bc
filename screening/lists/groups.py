"""The groups in the lake: made anew when lists or separations changed, looked up, and taken apart by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import polars as pl

from screening.errors import NotFoundError
from screening.lake import in_transaction, insert
from screening.lists.grouping import group
from screening.lists.linking import links
from screening.lists.store import read_in_force
from screening.schemas.reference import ENTITY_GROUPS, ENTITY_LINKS, ENTITY_SEPARATIONS, GROUPINGS

_STANDING_SEPARATIONS = """
SELECT entity_id, other_entity_id FROM reference.entity_separations
GROUP BY ALL HAVING max_by(is_separate, decided_at) ORDER BY ALL
"""


def bring_groups_up_to_date(connection: duckdb.DuckDBPyConnection) -> bool:
    """Make the groups of the lists in force, unless they are made already; return whether they had to be."""
    versions, separations = _state(connection)
    if _is_current(connection, versions, separations):
        return False
    lists = read_in_force(connection)
    apart = connection.execute(_STANDING_SEPARATIONS).fetchall()
    groups, used = group(links(lists.entities, lists.names, lists.identifiers, lists.addresses), lists.entities, apart)

    def store(lake: duckdb.DuckDBPyConnection) -> bool:
        # Somebody may have loaded a list meanwhile: then these groups are not those of the lists in force.
        if _state(lake) != (versions, separations) or _is_current(lake, versions, separations):
            return False
        for table, frame in ((ENTITY_GROUPS, groups), (ENTITY_LINKS, used)):
            lake.execute(f"DELETE FROM {table.full_name}")  # noqa: S608 - a constant of ours
            insert(lake, table, frame)
        made = {"grouped_at": datetime.now(UTC), "list_versions": versions, "separations": separations}
        insert(lake, GROUPINGS, pl.DataFrame([made], schema=GROUPINGS.polars_schema))
        return True

    return in_transaction(connection, store) or bring_groups_up_to_date(connection)


def are_groups_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether the groups are those of the lists in force and of all separations."""
    return _is_current(connection, *_state(connection))


def _state(connection: duckdb.DuckDBPyConnection) -> tuple[list[str], int]:
    """The list versions in force and the number of decisions on separations."""
    rows = connection.execute(
        "SELECT list_id || ' ' || max_by(list_version, loaded_at) FROM reference.list_versions"
        " GROUP BY list_id ORDER BY 1"
    ).fetchall()
    count = connection.execute("SELECT count(*) FROM reference.entity_separations").fetchone()
    return [version for (version,) in rows], int(count[0]) if count else 0


def _is_current(connection: duckdb.DuckDBPyConnection, versions: list[str], separations: int) -> bool:
    row = connection.execute(
        "SELECT list_versions, separations FROM reference.groupings ORDER BY grouped_at DESC LIMIT 1"
    ).fetchone()
    return row == (versions, separations) if row else not versions


def decide_separation(
    connection: duckdb.DuckDBPyConnection,
    entity_id: str,
    other_entity_id: str,
    *,
    is_separate: bool,
    reason: str,
    decided_by: str,
) -> None:
    """Record that two entries are not the same party, or withdraw that, and make the groups anew.

    Raises NotFoundError when no list in force has one of them.
    """
    first, second = sorted((entity_id, other_entity_id))
    lists = read_in_force(connection)
    known = set(lists.entities.filter(pl.col("entity_id").is_in([first, second]))["entity_id"])
    if missing := {first, second} - known:
        raise NotFoundError(
            f"no list in force has {', '.join(sorted(missing))}", remedy="`screening lists groups` shows the entries"
        )
    row = {
        "entity_id": first,
        "other_entity_id": second,
        "is_separate": is_separate,
        "reason": reason,
        "decided_by": decided_by,
        "decided_at": datetime.now(UTC),
    }
    frame = pl.DataFrame([row], schema=ENTITY_SEPARATIONS.polars_schema)
    in_transaction(connection, lambda lake: insert(lake, ENTITY_SEPARATIONS, frame))
    bring_groups_up_to_date(connection)


def group_members(connection: duckdb.DuckDBPyConnection, entity_id: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the entries of the group that holds `entity_id` (LISTED_ENTITIES), and all links among and from them."""
    members = connection.execute(
        "SELECT entity_id FROM reference.entity_groups WHERE group_id ="
        " (SELECT group_id FROM reference.entity_groups WHERE entity_id = $entity_id)",
        {"entity_id": entity_id},
    ).fetchall()
    ids = [entity for (entity,) in members] or [entity_id]
    lists = read_in_force(connection)
    entities = lists.entities.filter(pl.col("entity_id").is_in(ids))
    if entities.is_empty():
        raise NotFoundError(f"no list in force has {entity_id}", remedy="`screening lists groups` shows the entries")
    evidence = connection.execute(
        "FROM reference.entity_links WHERE list_contains($ids, entity_id) OR list_contains($ids, other_entity_id)"
        " ORDER BY ALL",
        {"ids": ids},
    ).pl()
    return entities, evidence
