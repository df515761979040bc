"""A small clean day, as a run stages it: every check of every suite holds on it."""

from datetime import date

import polars as pl
import pytest

from screening.schemas.intake import DECLARATIONS, INTAKE_PROFILE
from screening.schemas.reference import LISTED_ENTITIES
from screening.schemas.results import ALERT_REASONS, ALERTS, HITS

DAY = date(2026, 11, 20)

FINDING = {
    "subject": "consignee", "strength": 1.0, "declared": "990140000012", "reference": "FICTIONAL FIRM LLC",
    "reference_id": "TEST-LIST:1", "reference_list": "TEST-LIST", "reference_version": "v1", "detail": "{}",
    "is_look_back": False, "suppression_id": None,
}  # fmt: skip
DECLARATION = {
    "correction_number": 0, "item_number": 1, "flow": "import", "registration_date": DAY, "office_code": "55301",
    "consignee_name": "ТОО «Үлгі»", "origin_country_code": "DE", "hs_code": "6908909100",
    "goods_description": "Плитка", "gross_mass_kg": 11.0, "net_mass_kg": 10.0, "statistical_value": 50.0,
    "file_id": "0" * 64, "row_number": 1,
}  # fmt: skip
ENTITY = {
    "list_id": "TEST-LIST", "list_version": "v1", "entity_type": "organisation", "primary_name": "FICTIONAL FIRM LLC",
    "programmes": [], "country_codes": [], "birth_dates": [], "birth_places": [], "legal_basis": [], "entity_hash": "0",
}  # fmt: skip
USUAL = {"days": 20, "days_there": 20, "same_weekdays": 4, "least": 100.0, "most": 200.0, "mean": 150.0}
SHARE = {"least": 0.0, "most": 0.01, "mean": 0.005}
TABLES = {
    "intake_profile": (
        INTAKE_PROFILE,
        [
            USUAL | {"measure": "rows", "subject": "55301", "today": 140.0},
            USUAL | SHARE | {"measure": "null_share", "subject": "net_mass_kg", "today": 0.02},
            USUAL | SHARE | {"measure": "rejected_share", "subject": "all", "today": 0.005},
            USUAL | {"measure": "code", "subject": "procedure_code 40", "today": 140.0},
        ],
    ),
    "declarations": (
        DECLARATIONS,
        [DECLARATION | {"declaration_id": "D1"}, DECLARATION | {"declaration_id": "D1", "item_number": 2}]
        + [DECLARATION | {"declaration_id": f"D{n}", "hs_code": code} for n, code in ((2, "690890"), (3, "69089091"))],
    ),
    "listed_entities": (
        LISTED_ENTITIES,
        [ENTITY | {"entity_id": f"TEST-LIST:{n}", "source_id": str(n)} for n in (1, 2)],
    ),
    "hits": (
        HITS,
        [
            FINDING | {"screening_date": DAY, "run_id": "r", "declaration_id": "D1", "rule_id": "PARTY_EXACT_ID"},
            FINDING
            | {"screening_date": DAY, "run_id": "r", "declaration_id": "D1", "item_number": 2, "rule_id": "CHPL_HIT"}
            | {"subject": "goods", "strength": 0.5, "reference_list": "CHPL", "reference_id": "1"},
        ],
    ),
    "alerts": (
        ALERTS,
        [
            {
                "alert_id": "A1",
                "screening_date": DAY,
                "run_id": "r",
                "declaration_id": "D1",
                "severity": "critical",
                "score": 147.5,
                "reason_count": 2,
                "rule_ids": ["PARTY_EXACT_ID", "CHPL_HIT"],
                "headline": "a reason",
                "flow": "import",
                "office_code": "55301",
                "corridor": "DE → KZ",
                "item_count": 2,
                "is_look_back": False,
                "status": "open",
            }
        ],
    ),
    "alert_reasons": (
        ALERT_REASONS,
        [
            FINDING
            | {"alert_id": "A1", "screening_date": DAY, "reason_number": 1, "declaration_id": "D1", "points": 140.0}
            | {"rule_id": "PARTY_EXACT_ID", "weight": 140.0, "list_age_days": 5, "explanation": "a reason"},
            FINDING
            | {"alert_id": "A1", "screening_date": DAY, "reason_number": 2, "declaration_id": "D1", "points": 7.5}
            | {"rule_id": "CHPL_HIT", "weight": 15.0, "item_number": 2, "explanation": "another reason"}
            | {"subject": "goods", "strength": 0.5, "reference_list": "CHPL", "reference_id": "1"},
        ],
    ),
}


def _frame(table, rows):
    columns = {name: pl.Series([r.get(name) for r in rows], dtype=t) for name, t in table.polars_schema.items()}
    return table.conform(pl.DataFrame(columns))


@pytest.fixture
def clean_day() -> dict[str, pl.DataFrame]:
    return {name: _frame(table, rows) for name, (table, rows) in TABLES.items()}


@pytest.fixture
def empty_day() -> dict[str, pl.DataFrame]:
    return {name: table.empty() for name, (table, _) in TABLES.items()}


@pytest.fixture
def stage(tmp_path):
    """Return a function that writes tables as a run stages them, and returns their paths."""

    def write(tables):
        folder = tmp_path / "it's staged"  # an apostrophe, which SQL must survive
        folder.mkdir(exist_ok=True)
        for name, frame in tables.items():
            frame.write_parquet(folder / f"{name}.parquet")
        return {name: folder / f"{name}.parquet" for name in tables}

    return write
