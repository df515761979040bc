"""Links put together into groups: one party, all its listings. What keeps entries apart wins over what joins them."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from screening.schemas.reference import ENTITY_GROUPS, ENTITY_LINKS


def group(links: pl.DataFrame, lists: pl.DataFrame, separations: Iterable[tuple[str, str]]) -> tuple[pl.DataFrame, ...]:
    """Return the groups (ENTITY_GROUPS) and the links with what became of each (ENTITY_LINKS).

    `links` as from `linking.links`, `lists`: entity_id, list_id. The surest links are followed first. Two entries never
    come into one group when somebody separated them, nor when one list holds both and nothing links the two themselves:
    a publisher mostly lists a party once.
    """
    list_of = dict(lists.select("entity_id", "list_id").iter_rows())
    apart: dict[str, set[str]] = {}
    for one, other in separations:
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    twins = {
        frozenset(pair)
        for pair in links.select("entity_id", "other_entity_id").iter_rows()
        if list_of[pair[0]] == list_of[pair[1]]
    }
    group_of: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    # A loop over links: whether a link joins two groups depends on what all surer ones have joined before.
    for one, other in links.sort("rank", "entity_id", "other_entity_id").select("entity_id", "other_entity_id").rows():
        here, there = group_of.setdefault(one, one), group_of.setdefault(other, other)
        mine, theirs = members.setdefault(here, [one]), members.setdefault(there, [other])
        if here == there or _are_apart(mine, theirs, apart, list_of, twins):
            continue
        mine += theirs
        for entity in theirs:
            group_of[entity] = here
        del members[there]
    rows = [(entity, min(found)) for found in members.values() if len(found) > 1 for entity in found]
    columns = {"entity_id": pl.String, "group_id": pl.String}
    groups = ENTITY_GROUPS.conform(pl.DataFrame(rows, schema=columns, orient="row").sort("entity_id"))
    others = groups.rename({"entity_id": "other_entity_id", "group_id": "other_group_id"})
    used = (
        links.join(groups, on="entity_id", how="left", maintain_order="left")
        .join(others, on="other_entity_id", how="left", maintain_order="left")
        .with_columns((pl.col("group_id") == pl.col("other_group_id")).fill_null(False).alias("is_used"))
    )
    return groups, ENTITY_LINKS.conform(used)


def _are_apart(
    mine: list[str],
    theirs: list[str],
    apart: dict[str, set[str]],
    list_of: dict[str, str],
    twins: set[frozenset[str]],
) -> bool:
    pairs = ((one, other) for one in mine for other in theirs if list_of[one] == list_of[other])
    if any(frozenset(pair) not in twins for pair in pairs):
        return True
    others = set(theirs)
    return any(apart[entity] & others for entity in mine if entity in apart)
