"""What changed between any two versions of a list in the lake, whether or not one ever replaced the other."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import polars as pl

from screening.errors import NotFoundError
from screening.lists.changes import changes
from screening.lists.store import list_status, read_version


@dataclass(frozen=True)
class Difference:
    """The way from one version of a list to another; `rows` are as in LIST_CHANGES, by entity id."""

    list_id: str
    from_version: str
    to_version: str
    rows: pl.DataFrame


def difference(
    connection: duckdb.DuckDBPyConnection, list_id: str, from_version: str | None = None, to_version: str | None = None
) -> Difference:
    """Compare two versions of a list; a version may be named by its beginning, such as its date.

    Without versions the last two that were loaded are compared; with the first alone, that one and the one in force.
    Raises NotFoundError when the lake does not hold them, or when a beginning fits several.
    """
    status = list_status(connection).filter(pl.col("list_id") == list_id)
    known = status["list_version"].to_list()
    if not known:
        raise NotFoundError(
            "this list was never loaded", where=list_id, remedy="See the lists with `screening lists status`"
        )
    if from_version is None and len(known) < 2:
        raise NotFoundError(
            f"the lake holds one version of this list, {known[0]}",
            where=list_id,
            remedy="Load another version of it, then compare",
        )
    first = _named(list_id, from_version, known) if from_version else known[1]
    second = _named(list_id, to_version, known) if to_version else known[0]
    before, after = (read_version(connection, list_id, version) for version in (first, second))
    rows = changes(before, after, list_id=list_id, from_version=first, to_version=second)
    return Difference(list_id, first, second, rows)


def _named(list_id: str, version: str, known: list[str]) -> str:
    found = [name for name in known if name == version] or [name for name in known if name.startswith(version)]
    if len(found) != 1:
        what = "several versions of this list begin" if found else "no version of this list begins"
        raise NotFoundError(
            f"{what} with {version}", where=list_id, remedy="See the versions with `screening lists status --all`"
        )
    return found[0]
