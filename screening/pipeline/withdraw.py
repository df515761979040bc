"""Withdrawing a list: its publisher gave it up, and nothing of it shall be screened against any more.

A withdrawal is a version of the list like any other, with nothing in it. So what is in force, what changed, and whose
alerts rest on it all follow by the usual ways; and a version that is published later replaces it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256

import duckdb
import polars as pl

from screening.errors import ListError, NotFoundError
from screening.lake import open_lake, require_current
from screening.lists.refreshes import BY_HAND, Attempt, record
from screening.lists.store import TABLES, list_status, replace_version
from screening.lists.version import ListVersion
from screening.settings import Settings

SUFFIX = "withdrawn"


def withdraw(settings: Settings, list_id: str, *, reason: str, by: str, day: date | None = None) -> Attempt:
    """Put an empty version of a list in force, and record who decided so and why.

    Raises NotFoundError when no version of the list with anything in it is in force, and ListError when it is the last
    such list, or when another version came in force at the same moment.
    """
    now = datetime.now(UTC)
    with open_lake(settings) as connection:
        require_current(connection)
        before = _in_force(connection, list_id)
        judged_against = str(before["list_version"])
        version = _empty(before, day or now.date(), now, f"withdrawn by {by}: {reason}")
        if not replace_version(connection, version, judged_against):
            raise ListError(
                "another version came in force at the same moment", where=list_id, remedy="Look at it, and decide again"
            )
        said = f"{before['entity_count']:,} entities of version {judged_against} were in force"
        done = Attempt(list_id, "withdrawn", version.list_version, (said,), version, by, reason)
        record(connection, BY_HAND, now, [done])
    return done


def _in_force(connection: duckdb.DuckDBPyConnection, list_id: str) -> dict[str, object]:
    in_force = list_status(connection).filter("is_in_force", pl.col("entity_count") > 0)
    mine = in_force.filter(pl.col("list_id") == list_id).to_dicts()
    if not mine:
        raise NotFoundError(
            f"no version of {list_id} is in force", remedy="Name the list as `screening lists status` does"
        )
    if in_force.height == 1:
        raise ListError(
            "it is the only list in force, and without any nothing is screened",
            where=list_id,
            remedy="Load the lists that are to be in force instead",
        )
    return mine[0]


def _empty(before: dict[str, object], day: date, now: datetime, why: str) -> ListVersion:
    """A version without entities. It has no date of publication, so that none is too old to replace it."""
    empty = {name: table.empty() for name, table in TABLES.items()}
    return ListVersion(
        list_id=str(before["list_id"]),
        list_version=f"{day}-{SUFFIX}",
        list_name=str(before["list_name"]),
        published_date=None,
        retrieved_at=now,
        format=str(before["format"]),
        content_hash=sha256(b"").hexdigest(),
        source_files=(),
        warnings=(why,),
        **empty,
    )
