"""The guard: why a new version of a list must not come in force by itself.

Archives of official lists hold files of no bytes, files that were cut off, and files that lost a whole part. What can
be told from the file alone is refused when it is read; here a version is held against the one in force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from screening.lists import us_csl_csv
from screening.lists.changes import ListTables
from screening.lists.version import ListVersion


class GuardShares(BaseModel):
    """How much of the version in force a new one may lose, as shares of 1; more is refused.

    A share counts only where at least `fewest` rows were lost, so that a list of five may lose one if that is wanted.
    A programme is a part of a list: of one with at least `programme_size` entities, more than `programme` must not go.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    entities: float = Field(default=0.1, ge=0, le=1)
    names: float = Field(default=0.1, ge=0, le=1)
    identifiers: float = Field(default=0.1, ge=0, le=1)
    addresses: float = Field(default=0.1, ge=0, le=1)
    programme: float = Field(default=0.5, ge=0, le=1)
    programme_size: int = Field(default=20, ge=1)
    fewest: int = Field(default=1, ge=1)


_PROGRAMMES_NAMED = 3


@dataclass(frozen=True)
class InForce:
    """The version of a list that is in force, its tables read from the lake."""

    list_id: str
    list_version: str
    published_date: date | None
    format: str
    content_hash: str
    tables: ListTables


def objections(new: ListVersion, in_force: InForce | None, shares: GuardShares) -> list[str]:
    """Return why `new` must not replace `in_force`, one sentence each; nothing when it may.

    Sentences hold counts, shares, dates and names of programmes, never those of parties. The first version of a list
    has nothing to be held against: it must only hold something.
    """
    if new.entities.is_empty():
        return ["it holds no entity"]
    if in_force is None:
        return []
    old = in_force.tables
    found = []
    if new.published_date and in_force.published_date and new.published_date < in_force.published_date:
        found.append(f"it is of {new.published_date}, older than the version in force of {in_force.published_date}")
    gone = _gone(old, new)
    lost = {
        # New entities do not make up for those that are gone.
        "entities": max(gone.height, old.entities.height - new.entity_count),
        "names": old.names.height - new.name_count,
        "identifiers": old.identifiers.height - new.identifier_count,
        "addresses": old.addresses.height - new.address_count,
    }
    for what, count in lost.items():
        before = getattr(old, what).height
        if _is_too_much(count, before, getattr(shares, what), shares.fewest):
            limit = getattr(shares, what)
            found.append(f"it loses {_share(count, before, what)} in force, at most {limit:.0%} may go")
    programmes = [
        f"it loses {_share(count, before, 'entities')} of programme {programme}, at most {shares.programme:.0%} may go"
        for programme, count, before in _of_programmes(old, gone)
        if before >= shares.programme_size and _is_too_much(count, before, shares.programme, shares.fewest)
    ]
    more = len(programmes) - _PROGRAMMES_NAMED
    return found + programmes[:_PROGRAMMES_NAMED] + ([f"and as much of {more} more programmes"] if more > 0 else [])


def vanished(versions: Iterable[ListVersion], in_force: Collection[InForce]) -> dict[str, str]:
    """Return the lists in force that a file of several lists holds no more, with the reason each stays as it is.

    `versions` are those read from one file. Only the US Consolidated Screening List brings several lists in one.
    """
    read = {version.list_id: version.format for version in versions}
    if us_csl_csv.FORMAT.name not in read.values():
        return {}
    return {
        known.list_id: f"the file holds no entry of it any more, and {known.tables.entities.height:,} are in force"
        for known in in_force
        if known.format == us_csl_csv.FORMAT.name and known.list_id not in read and known.tables.entities.height
    }


def _is_too_much(lost: int, before: int, share: float, fewest: int) -> bool:
    return lost >= fewest and lost > share * before


def _share(lost: int, before: int, what: str) -> str:
    return f"{lost:,} of {before:,} {what} ({lost / before:.0%})"


def _gone(old: ListTables, new: ListVersion) -> pl.DataFrame:
    """Return the entities of which neither the number nor the main name is left.

    Some publishers give an entry a new number with every edit.
    """
    missing = old.entities.join(new.entities, on="entity_id", how="anti")
    return missing.join(new.names, left_on="primary_name", right_on="name", how="anti")


def _of_programmes(old: ListTables, gone: pl.DataFrame) -> list[tuple[str, int, int]]:
    """Return each programme that lost entities, how many, and how many it had; the largest losses first."""

    def counts(entities: pl.DataFrame, name: str) -> pl.DataFrame:
        each = pl.col("programmes").list.unique().list.explode(keep_nulls=False, empty_as_null=False)
        programmes = entities.select(each)
        return programmes.group_by("programmes").len(name)

    both = counts(gone, "lost").join(counts(old.entities, "before"), on="programmes")
    both = both.sort(-pl.col("lost").cast(pl.Int64), "programmes")
    return [(str(programme), int(lost), int(before)) for programme, lost, before in both.rows()]
