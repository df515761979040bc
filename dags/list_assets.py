"""The Assets of the lists that are fetched: `refresh_lists` updates them, `rescreen` waits for any of them."""

from __future__ import annotations

from airflow.sdk import Asset

from screening.lists.sources import load_sources
from screening.settings import load_settings

SOURCES = load_sources(load_settings().list_sources)
LIST_ASSETS = tuple(
    Asset(f"list_{list_id}", uri=f"screening://lists/{list_id}") for source in SOURCES for list_id in source.lists
)


def asset_of(list_id: str, source_id: str) -> Asset:
    """Return the Asset of a list; a list that a source brings unannounced counts as the first one of that source."""
    by_name = {asset.name: asset for asset in LIST_ASSETS}
    first = next(source.lists[0] for source in SOURCES if source.id == source_id)
    return by_name.get(f"list_{list_id}", by_name[f"list_{first}"])
