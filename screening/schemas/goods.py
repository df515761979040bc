"""`reference.*` of goods: control lists, chemicals, nomenclatures and trained models, every row with its version."""

from __future__ import annotations

import polars as pl

from screening.schemas.table import STRINGS, UTC, Column, Table

FLOWS = ("any", "import", "export", "transit")
"""Flows that a correlation applies to."""

COUNTRY_ROLES = ("destination", "origin", "dispatch", "source", "partner")
"""Which country of a declaration a row's countries are held against; source is origin or dispatch, partner is any."""

_CONTROL_LIST = Column(
    "control_list", pl.String, "The list, e.g. CHPL, DUAL-USE, UNSCR-DPRK, or the name of a loaded one", required=True
)
_CONTROL_LIST_VERSION = Column(
    "control_list_version", pl.String, "Date of the version and the start of its content hash", required=True
)
_HS_EDITION = Column("hs_edition", pl.String, "HS2012, HS2017, HS2022 or HS2028", required=True)

CONTROL_LIST_VERSIONS = Table(
    "reference",
    "control_list_versions",
    "Every version of every control list, of the package and loaded. Of versions valid on a day the one loaded last is "
    "in force.",
    ("control_list", "control_list_version"),
    (
        _CONTROL_LIST,
        _CONTROL_LIST_VERSION,
        Column(
            "kind",
            pl.String,
            "package, correlation-table, national-order or country-ban; see docs/goods.md",
            required=True,
        ),
        Column("title", pl.String, "What the list is, in words", required=True),
        Column("source_file", pl.String, "Name of the file that it was read from", required=True),
        Column("content_hash", pl.String, "SHA-256 of the file, or of the package's files together", required=True),
        Column("valid_from", pl.Date, "First day of validity", required=True),
        Column("valid_to", pl.Date, "Last day of validity; null while nothing ends it"),
        Column("loaded_at", UTC, "When it came into the lake", required=True),
        Column("entry_count", pl.Int64, "Entries", required=True),
        Column("correlation_count", pl.Int64, "Correlations", required=True),
        Column("warnings", STRINGS, "What the loader noticed", required=True),
    ),
)

CONTROL_ENTRIES = Table(
    "reference",
    "control_entries",
    "Entries of control lists that goods are held against.",
    ("control_list", "control_list_version", "entry_code"),
    (
        _CONTROL_LIST,
        _CONTROL_LIST_VERSION,
        Column("entry_code", pl.String, "Entry code, e.g. 2B001; for the CHPL its tier, e.g. 3.A", required=True),
        Column(
            "regimes",
            STRINGS,
            "Regimes: Wassenaar, MTCR, NSG, AG, CWC, UNSCR; CHPL for the priority list, NATIONAL for national lists",
            required=True,
        ),
        Column("title_en", pl.String, "Short title in English", required=True),
        Column("title_ru", pl.String, "Short title in Russian"),
        Column("title_kk", pl.String, "Short title in Kazakh"),
        Column("threshold_en", pl.String, "The technical threshold in short, in English; null where there is none"),
        Column("threshold_ru", pl.String, "The same in Russian"),
        Column("threshold_kk", pl.String, "The same in Kazakh"),
    ),
)

HS_CORRELATIONS = Table(
    "reference",
    "hs_correlations",
    "Which HS codes may hold goods of which control entry. A row makes goods a candidate, never a classification.",
    ("control_list", "control_list_version", "hs_code", "hs_edition", "entry_code", "valid_from"),
    (
        _CONTROL_LIST,
        _CONTROL_LIST_VERSION,
        Column("hs_code", pl.String, "Code prefix, 2 to 10 digits", "HS / TN VED", required=True),
        _HS_EDITION,
        Column("entry_code", pl.String, "Entry code in control_entries", required=True),
        Column("strength", pl.String, "exact, likely or possible", required=True),
        Column("basis", pl.String, "Why the code is held to reach the entry", required=True),
        Column("source", pl.String, "Document or reasoning the row rests on", required=True),
        Column(
            "narrowing_words",
            STRINGS,
            "Words of a description, English and Russian, that tell the part of the subheading that is meant",
            required=True,
        ),
        Column("unit", pl.String, "The unit in which the threshold is stated, e.g. GHz: ask for a figure in it"),
        Column("flow", pl.String, "any, import, export or transit", required=True),
        Column(
            "country_role",
            pl.String,
            "destination, origin, dispatch, source (origin or dispatch) or partner (any); null where every "
            "country is meant",
        ),
        Column(
            "country_codes",
            STRINGS,
            "Countries the row applies to; empty for every",
            "ISO 3166-1 alpha-2",
            required=True,
        ),
        Column("valid_from", pl.Date, "First day of the row; null for that of the list"),
        Column("valid_to", pl.Date, "Last day of the row; null for that of the list"),
    ),
)

CHEMICALS = Table(
    "reference",
    "chemicals",
    "Controlled substances: by CAS number, formula and name in three languages.",
    ("control_list", "control_list_version", "cas_number"),
    (
        _CONTROL_LIST,
        _CONTROL_LIST_VERSION,
        Column("cas_number", pl.String, "CAS registry number with valid check digit", required=True),
        Column("entry_codes", STRINGS, "Entries and schedules, e.g. 1C350.5, CWC 2B4", required=True),
        Column("regimes", STRINGS, "CWC, AG, MTCR, NSG, Wassenaar", required=True),
        Column("hs_code", pl.String, "Subheading in which the pure substance is classed", "HS", required=True),
        _HS_EDITION,
        Column("formula", pl.String, "Molecular or structural formula; null where it tells nothing"),
        Column(
            "strength",
            pl.String,
            "What naming it says: exact, or possible for substances of everyday trade",
            required=True,
        ),
        Column("names_en", STRINGS, "Names in English, the first is shown", required=True),
        Column("names_ru", STRINGS, "Names in Russian", required=True),
        Column("names_kk", STRINGS, "Names in Kazakh", required=True),
    ),
)

_NOMENCLATURE = Column("nomenclature", pl.String, "The nomenclature, e.g. TNVED", required=True)
_NOMENCLATURE_VERSION = Column(
    "nomenclature_version", pl.String, "Date of validity and the start of the content hash", required=True
)

NOMENCLATURE_VERSIONS = Table(
    "reference",
    "nomenclature_versions",
    "Every version of every nomenclature that was loaded.",
    ("nomenclature", "nomenclature_version"),
    (
        _NOMENCLATURE,
        _NOMENCLATURE_VERSION,
        Column("hs_edition", pl.String, "The HS edition that its first six digits follow", required=True),
        Column("language", pl.String, "Language of the titles", "ISO 639-1", required=True),
        Column("source_file", pl.String, "Name of the file", required=True),
        Column("content_hash", pl.String, "SHA-256 of the file", required=True),
        Column("valid_from", pl.Date, "First day of validity", required=True),
        Column("valid_to", pl.Date, "Last day of validity; null while nothing ends it"),
        Column("loaded_at", UTC, "When it came into the lake", required=True),
        Column("code_count", pl.Int64, "Codes of all depths", required=True),
        Column("leaf_count", pl.Int64, "Codes of full length, in which goods are declared", required=True),
        Column("warnings", STRINGS, "What the loader noticed", required=True),
    ),
)

NOMENCLATURE = Table(
    "reference",
    "nomenclature",
    "Codes of a national or regional tariff with titles and units, as the administration loaded them.",
    ("nomenclature", "nomenclature_version", "hs_code"),
    (
        _NOMENCLATURE,
        _NOMENCLATURE_VERSION,
        Column("hs_code", pl.String, "2 to 10 digits", "TN VED", required=True),
        Column("is_leaf", pl.Boolean, "Whether goods are declared under it", required=True),
        Column("title", pl.String, "The code's own title", required=True),
        Column("full_title", pl.String, "The titles of all levels above it and its own, joined by /", required=True),
        Column("unit", pl.String, "Supplementary unit, as the tariff writes it"),
    ),
)

GOODS_MODELS = Table(
    "reference",
    "goods_models",
    "Models trained on the administration's own data, each with what it was trained on and how well it does.",
    ("model_id",),
    (
        Column("model_id", pl.String, "Kind, day of training and the start of its content hash", required=True),
        Column("kind", pl.String, "What it does, e.g. description-heading", required=True),
        Column("trained_at", UTC, "When it was trained", required=True),
        Column("trained_on", pl.String, "Data it was trained on, in words", required=True),
        Column("row_count", pl.Int64, "Texts or rows trained on", required=True),
        Column("class_count", pl.Int64, "Classes it tells apart, e.g. headings", required=True),
        Column("measures", pl.String, "Held-out measures", "JSON", required=True),
        Column("content_hash", pl.String, "SHA-256 of the content", required=True),
        Column("content", pl.Binary, "The model itself", required=True),
        Column("is_in_force", pl.Boolean, "Whether runs use it", required=True),
    ),
)

TABLES = (
    CONTROL_LIST_VERSIONS,
    CONTROL_ENTRIES,
    HS_CORRELATIONS,
    CHEMICALS,
    NOMENCLATURE_VERSIONS,
    NOMENCLATURE,
    GOODS_MODELS,
)
