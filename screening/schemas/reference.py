"""`reference.*`: sanctions lists and control lists, every row with the version it came from."""

from __future__ import annotations

import polars as pl

from screening.schemas.table import STRINGS, UTC, Column, Table

_LIST_ID = Column("list_id", pl.String, "The list, e.g. OFAC-SDN, UN-SC, EU-FSF", required=True)
_LIST_VERSION = Column(
    "list_version",
    pl.String,
    "The version of the list: its date of publication, if known, and the start of its content hash",
    required=True,
)
_ENTITY_ID = Column(
    "entity_id", pl.String, "The listed entity: list id, colon, the publisher's own number", required=True
)

LIST_VERSIONS = Table(
    "reference",
    "list_versions",
    "Every version of every sanctions list that was loaded. The one loaded last is in force.",
    ("list_id", "list_version"),
    (
        _LIST_ID,
        _LIST_VERSION,
        Column("list_name", pl.String, "The list's title in English", required=True),
        Column("published_date", pl.Date, "When the publisher issued it; null when nothing says so"),
        Column("retrieved_at", UTC, "When the file was obtained (here: read)", required=True),
        Column("loaded_at", UTC, "When this version was put in force", required=True),
        Column("format", pl.String, "The file format, e.g. ofac_csv", required=True),
        Column("content_hash", pl.String, "SHA-256 of the canonical content, independent of order", required=True),
        Column("source_files", STRINGS, "Each file read: name, sha256: and its hash", required=True),
        Column("entity_count", pl.Int64, "Listed entities", required=True),
        Column("name_count", pl.Int64, "Names", required=True),
        Column("identifier_count", pl.Int64, "Identifiers", required=True),
        Column("address_count", pl.Int64, "Addresses", required=True),
        Column("warnings", STRINGS, "What the reader noticed: missing companion files, odd rows", required=True),
    ),
)

LISTED_ENTITIES = Table(
    "reference",
    "listed_entities",
    "Persons, organisations, vessels and aircraft on a sanctions list.",
    ("list_id", "list_version", "entity_id"),
    (
        _LIST_ID,
        _LIST_VERSION,
        _ENTITY_ID,
        Column("source_id", pl.String, "The publisher's own number or reference", required=True),
        Column("entity_type", pl.String, "person, organisation, vessel, aircraft or unknown", required=True),
        Column("primary_name", pl.String, "The name under which the publisher lists it", required=True),
        Column("programmes", STRINGS, "Sanctions programmes, as the publisher abbreviates them", required=True),
        Column("country_codes", STRINGS, "Nationality, registration or flag", "ISO 3166-1 alpha-2", required=True),
        Column(
            "birth_dates",
            STRINGS,
            "Birth dates as precise as stated: 1971, 1971-05 or 1971-05-03",
            required=True,
        ),
        Column("birth_places", STRINGS, "Birth places as stated", required=True),
        Column("position", pl.String, "Title, function or position"),
        Column("gender", pl.String, "male or female, if stated"),
        Column("listed_date", pl.Date, "When the publisher first listed it"),
        Column("vessel_type", pl.String, "Type of a vessel or aircraft"),
        Column("legal_basis", STRINGS, "Regulations or resolutions named by the publisher", required=True),
        Column("source_url", pl.String, "The publisher's page or act about this entry"),
        Column("remarks", pl.String, "The publisher's remarks, whole"),
        Column("entity_hash", pl.String, "SHA-256 of all canonical facts of this entity", required=True),
    ),
)

LISTED_NAMES = Table(
    "reference",
    "listed_names",
    "Every name of every listed entity.",
    ("list_id", "list_version", "name_id"),
    (
        _LIST_ID,
        _LIST_VERSION,
        _ENTITY_ID,
        Column("name_id", pl.String, "The entity id, a hash sign, the number of the name", required=True),
        Column(
            "name",
            pl.String,
            "The name, in natural order (given name first), as published otherwise",
            required=True,
        ),
        Column("name_kind", pl.String, "primary, alias, former or weak (low-quality alias)", required=True),
        Column("script", pl.String, "The name's main script: Latin, Cyrillic, Arabic, Han …", required=True),
        Column("language", pl.String, "Language, if the publisher states it", "ISO 639-1"),
    ),
)

LISTED_IDENTIFIERS = Table(
    "reference",
    "listed_identifiers",
    "Numbers that identify a listed entity: tax, registration, passport, IMO, wallet …",
    ("list_id", "list_version", "entity_id", "identifier_kind", "value", "currency_code"),
    (
        _LIST_ID,
        _LIST_VERSION,
        _ENTITY_ID,
        Column(
            "identifier_kind",
            pl.String,
            "tax, bin, iin, inn, ogrn, registration, passport, national_id, imo, mmsi, call_sign, swift, wallet, "
            "aircraft_tail, website, email, phone or other",
            required=True,
        ),
        Column(
            "value",
            pl.String,
            "Normalised for comparison: upper case, letters and digits only; a wallet keeps its case and signs",
            required=True,
        ),
        Column("published_value", pl.String, "As the publisher writes it", required=True),
        Column("country_code", pl.String, "Issuing country", "ISO 3166-1 alpha-2"),
        Column(
            "currency_code",
            pl.String,
            "The virtual currency of a wallet, e.g. XBT; empty otherwise",
            required=True,
        ),
        Column("note", pl.String, "What the publisher says beside it"),
    ),
)

LISTED_ADDRESSES = Table(
    "reference",
    "listed_addresses",
    "Addresses of listed entities.",
    ("list_id", "list_version", "entity_id", "address_number"),
    (
        _LIST_ID,
        _LIST_VERSION,
        _ENTITY_ID,
        Column("address_number", pl.Int64, "Number in canonical order, from 1; not the publisher's", required=True),
        Column("full_address", pl.String, "All parts in one line", required=True),
        Column("street", pl.String, "Street and house"),
        Column("city", pl.String, "City"),
        Column("region", pl.String, "State, province or region"),
        Column("postal_code", pl.String, "Postal code"),
        Column("country_code", pl.String, "Country", "ISO 3166-1 alpha-2"),
        Column("country_name", pl.String, "Country as the publisher writes it"),
    ),
)

CONTROL_ENTRIES = Table(
    "reference",
    "control_entries",
    "Entries of control lists that goods are held against.",
    ("control_list", "control_list_version", "entry_code"),
    (
        Column("control_list", pl.String, "CHPL or DUAL-USE", required=True),
        Column("control_list_version", pl.String, "Version of the reference file", required=True),
        Column("entry_code", pl.String, "Entry code, e.g. 2B001; for the CHPL its tier, e.g. 3.A", required=True),
        Column(
            "regimes",
            STRINGS,
            "Regimes: Wassenaar, MTCR, NSG, AG, CWC; CHPL for the priority list",
            required=True,
        ),
        Column("title_en", pl.String, "Short title in English", required=True),
        Column("title_ru", pl.String, "Short title in Russian"),
        Column("title_kk", pl.String, "Short title in Kazakh"),
    ),
)

HS_CORRELATIONS = Table(
    "reference",
    "hs_correlations",
    "Which HS codes may hold goods of which control entry. A row makes goods a candidate, never a classification.",
    ("control_list", "control_list_version", "hs_code", "hs_edition", "entry_code"),
    (
        Column("control_list", pl.String, "CHPL or DUAL-USE", required=True),
        Column("control_list_version", pl.String, "Version of the reference file", required=True),
        Column("hs_code", pl.String, "Code prefix, 2 to 10 digits", "HS / TN VED", required=True),
        Column("hs_edition", pl.String, "HS2012, HS2017 or HS2022", required=True),
        Column("entry_code", pl.String, "Entry code in control_entries", required=True),
        Column("strength", pl.String, "exact, likely or possible", required=True),
        Column("basis", pl.String, "Why the code is held to reach the entry", required=True),
        Column("source", pl.String, "Document or reasoning the row rests on", required=True),
    ),
)

TABLES = (
    LIST_VERSIONS,
    LISTED_ENTITIES,
    LISTED_NAMES,
    LISTED_IDENTIFIERS,
    LISTED_ADDRESSES,
    CONTROL_ENTRIES,
    HS_CORRELATIONS,
)
