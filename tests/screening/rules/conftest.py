"""What rules written in Python read: items of a day, listed entities with their numbers and names, control lists."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from hs_codes import load_control_lists
from screening.lists import read
from screening.rules.rule import Inputs
from screening.schemas.intake import DECLARATIONS
from screening.schemas.reference import LISTED_ENTITIES, LISTED_IDENTIFIERS, LISTED_NAMES

DAY = date(2026, 11, 20)


@pytest.fixture
def day() -> date:
    return DAY


@pytest.fixture
def items(item):
    """Return a function that makes a day's items: each argument is the changes of one innocent item."""

    def make(*changes: dict[str, object]) -> pl.DataFrame:
        rows = [item(**change) | {"file_id": "0" * 64, "row_number": str(n)} for n, change in enumerate(changes, 1)]
        texts = {
            column.name: pl.Series([row.get(column.name) or None for row in rows], dtype=pl.String)
            for column in DECLARATIONS.columns
        }
        typed = [
            pl.col(name).str.to_date() if dtype == pl.Date else pl.col(name).cast(dtype)
            for name, dtype in DECLARATIONS.polars_schema.items()
        ]
        return DECLARATIONS.conform(pl.DataFrame(texts).select(typed))

    return make


def _listed(entities: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    """Entities as dicts: name, list_id, numbers = {kind: value}; the rest is filled in."""
    about, names, numbers = [], [], []
    for n, entity in enumerate(entities, 1):
        list_id = entity.get("list_id", "TEST-LIST")
        entity_id = f"{list_id}:{entity.get('source_id', n)}"
        keys = {"list_id": list_id, "list_version": "2026-11-01-0badcafe", "entity_id": entity_id}
        lists = ("programmes", "country_codes", "birth_dates", "birth_places", "legal_basis")
        about.append(
            {c.name: None for c in LISTED_ENTITIES.columns}
            | {name: [] for name in lists}  # a list of its own for each
            | keys
            | {"source_id": str(n), "entity_type": "organisation", "primary_name": entity["name"], "entity_hash": "0"}
            | {"programmes": ["TEST", "PROGRAMME"], "country_codes": entity.get("country_codes", [])}
        )
        kinds = {"name_kind": "primary", "script": "Latin", "language": None}
        names.append(keys | {"name_id": f"{entity_id}#1", "name": entity["name"]} | kinds)
        for kind, value in entity.get("numbers", []):
            numbers.append(
                keys
                | {"identifier_kind": kind, "value": value, "published_value": value, "currency_code": ""}
                | {"country_code": None, "note": None}
            )
    return {
        "entities": LISTED_ENTITIES.conform(pl.DataFrame(about, schema=LISTED_ENTITIES.polars_schema)),
        "names": LISTED_NAMES.conform(pl.DataFrame(names, schema=LISTED_NAMES.polars_schema)),
        "identifiers": LISTED_IDENTIFIERS.conform(pl.DataFrame(numbers, schema=LISTED_IDENTIFIERS.polars_schema)),
    }


@pytest.fixture
def inputs():
    """Return a function that brings items and listed entities together, beside the project's own control lists."""
    control = load_control_lists()

    def make(items: pl.DataFrame, *entities: dict[str, object], **frames: pl.DataFrame) -> Inputs:
        current = control.correlations.filter(pl.col("hs_edition") == "HS2022")
        control_lists = {"correlations": current, "control_entries": control.entries, "chemicals": control.chemicals}
        given = control_lists | _listed(list(entities)) | frames
        return Inputs(screening_date=DAY, items=items, **given)

    return make


@pytest.fixture(scope="session")
def sample_lists(request) -> dict[str, pl.DataFrame]:
    """The bundled fictional lists, as the rules read them."""
    versions = read([request.config.rootpath / "data" / "samples" / "lists"], retrieved_at=datetime.now(UTC))
    return {
        "entities": pl.concat(version.entities for version in versions),
        "names": pl.concat(version.names for version in versions),
        "identifiers": pl.concat(version.identifiers for version in versions),
    }
