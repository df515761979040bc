"""The registry of parties: every distinct party that a run has seen, screened once, and what all stand against.

All parties of the registry are screened against the list versions of the last row of `screening.screenings`. A day
adds its new parties; `rescreen` moves all of them to other list versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb
import polars as pl

from screening.lake import in_transaction, insert
from screening.rules.parties.declared import declared_parties
from screening.schemas.registry import PARTIES, PARTY_MATCHES, SCREENINGS
from screening.version import source_hash

MATCHES = [name for name in PARTY_MATCHES.polars_schema if name != "screening"]
"""Columns of a match before its screening has a number."""


@dataclass(frozen=True)
class Standing:
    """What all parties of the registry were screened against, and how. `screening` is the number of the last one."""

    screening: int
    matcher: str
    weighed_by: list[str]
    list_versions: list[str]

    def is_like(self, other: Standing) -> bool:
        """Tell whether both mean the same lists, weights and matcher."""
        return (self.matcher, sorted(self.weighed_by), sorted(self.list_versions)) == (
            other.matcher,
            sorted(other.weighed_by),
            sorted(other.list_versions),
        )


def matcher_id(threshold: float) -> str:
    """What tells one way of matching names from another: the matcher's code and the threshold."""
    return f"{source_hash('screening.names')[:12]}-{threshold:g}"


def standing(connection: duckdb.DuckDBPyConnection) -> Standing | None:
    """Return what the registry stands against; None when nothing was ever screened."""
    row = connection.execute(
        "SELECT screening, matcher, weighed_by, list_versions FROM screening.screenings ORDER BY screening DESC LIMIT 1"
    ).fetchone()
    return Standing(*row) if row else None


def parties_of(items: pl.DataFrame) -> pl.DataFrame:
    """Return the distinct parties of goods items: party_id, name, country_code, tax_id, address (one of them)."""
    key = ["name", "country_code", "tax_id"]
    parties = declared_parties(items).group_by(key, maintain_order=True).agg(pl.col("address").min())
    with duckdb.connect(config={"python_enable_replacements": "false"}) as connection:
        connection.register("parties", parties)
        return connection.execute(
            "SELECT left(sha256(concat_ws(chr(31), coalesce(name, ''), coalesce(country_code, ''),"
            " coalesce(tax_id, ''))), 20) AS party_id, name, country_code, tax_id, address"
            " FROM parties ORDER BY party_id"
        ).pl()


def known_matches(connection: duckdb.DuckDBPyConnection, parties: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return which of the parties the registry holds (party_id), and their matches (MATCHES)."""
    connection.register("asked", parties.select("party_id"))
    try:
        known = connection.execute("SELECT party_id FROM screening.parties SEMI JOIN asked USING (party_id)").pl()
        matches = connection.execute("FROM screening.party_matches SEMI JOIN asked USING (party_id)").pl()
    finally:
        connection.unregister("asked")
    return known, matches.select(MATCHES)


def register_parties(
    connection: duckdb.DuckDBPyConnection,
    before: Standing,
    parties: pl.DataFrame,
    matches: pl.DataFrame,
    entity_count: int,
    first_seen: date,
) -> bool:
    """Add parties that were screened against what the registry stands against, with their matches.

    Returns False, and adds nothing, when the registry was moved meanwhile. `before` with screening 0 founds it.
    """

    def add(lake: duckdb.DuckDBPyConnection) -> bool:
        now = standing(lake)
        if now and not now.is_like(before):
            return False
        if now is None and before.screening:
            return False
        new = parties.join(known_matches(lake, parties)[0], on="party_id", how="anti")
        if new.is_empty() and now:
            return True
        number = (now.screening if now else 0) + 1
        came = matches.join(new, on="party_id", how="semi")
        insert(lake, PARTIES, new.with_columns(first_screening=pl.lit(number, pl.Int64), first_seen=pl.lit(first_seen)))
        insert(lake, PARTY_MATCHES, came.with_columns(screening=pl.lit(number, pl.Int64)))
        kind = "parties" if now else "full"
        insert(lake, SCREENINGS, screening_row(before, number, kind, new.height, entity_count, came.height))
        return True

    return in_transaction(connection, add)


def screening_row(
    stands: Standing, number: int, kind: str, party_count: int, entity_count: int, match_count: int
) -> pl.DataFrame:
    """Return a row of SCREENINGS, made now."""
    row = {
        "screening": number,
        "screened_at": datetime.now(UTC),
        "kind": kind,
        "matcher": stands.matcher,
        "weighed_by": sorted(stands.weighed_by),
        "list_versions": sorted(stands.list_versions),
        "party_count": party_count,
        "entity_count": entity_count,
        "match_count": match_count,
    }
    return pl.DataFrame([row], schema=SCREENINGS.polars_schema)


def matches_of_parties(parties: pl.DataFrame, matches: pl.DataFrame) -> pl.DataFrame:
    """Bring matches of names (name, country_code, …) to the parties that bear them. Shape: MATCHES."""
    named = parties.select("party_id", "name", "country_code")
    return (
        named.join(matches, on=["name", "country_code"], nulls_equal=True).select(MATCHES).sort("party_id", "entity_id")
    )
