"""`screening.parties` and what belongs to it: every distinct party ever screened, and what it was screened against."""

from __future__ import annotations

import polars as pl

from screening.schemas.table import STRINGS, UTC, Column, Table

_PARTY_ID = Column("party_id", pl.String, "The party: a hash of its name, country and tax number", required=True)
_SCREENING = Column("screening", pl.Int64, "Number of the screening, from 1", required=True)

PARTIES = Table(
    "screening",
    "parties",
    "Every distinct party that a run has seen. It was held against whole lists in its first screening, and against "
    "what changed on them in every later one.",
    ("party_id",),
    (
        _PARTY_ID,
        Column("name", pl.String, "Name as declared"),
        Column("country_code", pl.String, "Country as declared", "ISO 3166-1 alpha-2"),
        Column("tax_id", pl.String, "Tax number as declared"),
        Column("address", pl.String, "An address under which it was declared first"),
        Column("first_seen", pl.Date, "Registration date of the day on which a run first saw it", required=True),
        Column("first_screening", pl.Int64, "The screening in which it was first held against lists", required=True),
    ),
)

PARTY_MATCHES = Table(
    "screening",
    "party_matches",
    "Listed entities whose names are like that of a party, as of the latest screening.",
    ("party_id", "entity_id"),
    (
        _PARTY_ID,
        Column("entity_id", pl.String, "The listed entity", required=True),
        Column("score", pl.Float64, "How surely the names mean one party", "0 to 1", required=True),
        Column("listed_name", pl.String, "The listed name that is most alike", required=True),
        Column("evidence", pl.String, "The features of the comparison; see docs/names.md", "JSON", required=True),
        Column("screening", pl.Int64, "The screening that found it", required=True),
    ),
)

SCREENINGS = Table(
    "screening",
    "screenings",
    "Every screening of the registry. The last row says against which list versions all parties now stand.",
    ("screening",),
    (
        _SCREENING,
        Column("screened_at", UTC, "When", required=True),
        Column("kind", pl.String, "parties (new ones), lists (changed entries) or full", required=True),
        Column("matcher", pl.String, "Hash of the matcher's code and threshold", required=True),
        Column("weighed_by", STRINGS, "List versions whose names weigh the words", required=True),
        Column("list_versions", STRINGS, "List versions that all parties are screened against now", required=True),
        Column("party_count", pl.Int64, "Parties that were compared", required=True),
        Column("entity_count", pl.Int64, "Listed entities that they were compared with", required=True),
        Column("match_count", pl.Int64, "Matches that came to light", required=True),
    ),
)

TABLES = (PARTIES, PARTY_MATCHES, SCREENINGS)
