"""`reference.*`: sanctions lists, every row with the version it came from."""

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
        Column("relation_count", pl.Int64, "Relations; null in versions loaded before relations were kept"),
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
        Column("measures", STRINGS, "Measures imposed (asset freeze, export ban …), as the publisher names them"),
        Column("licence_requirement", pl.String, "What needs a licence, e.g. all items subject to the EAR"),
        Column("licence_policy", pl.String, "How licence applications are reviewed, e.g. presumption of denial"),
        Column("end_date", pl.Date, "When the listing ends by itself, if the publisher says so"),
        Column("vessel_flag_code", pl.String, "Present flag of a vessel", "ISO 3166-1 alpha-2"),
        Column("vessel_owner", pl.String, "Owner of a vessel, as stated"),
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
            "aircraft_tail, website, email, phone, un_reference (the UN's number of the same entity) or other",
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

LISTED_RELATIONS = Table(
    "reference",
    "listed_relations",
    "Relations of listed entities to others: owned by, acting for, linked to …",
    ("list_id", "list_version", "entity_id", "relation_number"),
    (
        _LIST_ID,
        _LIST_VERSION,
        _ENTITY_ID,
        Column("relation_number", pl.Int64, "Number in canonical order, from 1; not the publisher's", required=True),
        Column(
            "relation_kind",
            pl.String,
            "owned_by, owner_of, acting_for, acted_for_by, subsidiary_of, parent_of, led_by, leader_of, employed_by, "
            "employer_of, supported_by, supporter_of, family or linked_to",
            required=True,
        ),
        Column("related_entity_id", pl.String, "The other entity, where the list holds it; else null"),
        Column("related_name", pl.String, "Name of the other party, as stated or as listed", required=True),
        Column("published_relation", pl.String, "The publisher's own words for the relation", required=True),
    ),
)

LIST_CHANGES = Table(
    "reference",
    "list_changes",
    "What each newly loaded version of a list changed against the version that it replaced.",
    ("list_id", "from_version", "to_version", "entity_id"),
    (
        _LIST_ID,
        Column("from_version", pl.String, "The version that was in force before", required=True),
        Column("to_version", pl.String, "The version that replaced it", required=True),
        _ENTITY_ID,
        Column("change", pl.String, "added, removed or changed", required=True),
        Column("primary_name", pl.String, "Name in the new version; of a removed entity in the old one", required=True),
        Column("fields", STRINGS, "The fields that changed; empty for added and removed", required=True),
        Column("detail", pl.String, "Per changed field what was taken away and what came", "JSON", required=True),
    ),
)

ENTITY_GROUPS = Table(
    "reference",
    "entity_groups",
    "Entries of several lists that mean one person, organisation, vessel or aircraft. Entries that stand alone are "
    "not here.",
    ("entity_id",),
    (
        _ENTITY_ID,
        Column("group_id", pl.String, "The group: the entity id of its first entry", required=True),
    ),
)

ENTITY_LINKS = Table(
    "reference",
    "entity_links",
    "Why two entries were put into one group, or what spoke for it but was not used.",
    ("entity_id", "other_entity_id", "basis"),
    (
        _ENTITY_ID,
        Column("other_entity_id", pl.String, "The other entry", required=True),
        Column("basis", pl.String, "same_number, un_reference, identifier or name", required=True),
        Column("evidence", pl.String, "What agrees, in words", required=True),
        Column("is_used", pl.Boolean, "False where a separation keeps the two apart", required=True),
    ),
)

GROUPINGS = Table(
    "reference",
    "groupings",
    "When the groups were made, and of what. The last row tells whether they are those of the lists in force.",
    (),
    (
        Column("grouped_at", UTC, "When", required=True),
        Column("list_versions", STRINGS, "The list versions that were in force: id and version", required=True),
        Column("separations", pl.Int64, "Rows of entity_separations that were heeded", required=True),
    ),
)

ENTITY_SEPARATIONS = Table(
    "reference",
    "entity_separations",
    "Decisions that two entries are not the same party, and their withdrawal. Rows are only added; the last counts.",
    (),
    (
        _ENTITY_ID,
        Column("other_entity_id", pl.String, "The other entry", required=True),
        Column("is_separate", pl.Boolean, "True keeps them apart, false withdraws that", required=True),
        Column("reason", pl.String, "Why", required=True),
        Column("decided_by", pl.String, "Who decided", required=True),
        Column("decided_at", UTC, "When", required=True),
    ),
)

TABLES = (
    LIST_VERSIONS,
    LISTED_ENTITIES,
    LISTED_NAMES,
    LISTED_IDENTIFIERS,
    LISTED_ADDRESSES,
    LISTED_RELATIONS,
    LIST_CHANGES,
    ENTITY_GROUPS,
    ENTITY_LINKS,
    GROUPINGS,
    ENTITY_SEPARATIONS,
)
