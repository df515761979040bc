"""A day's tables for scoring: items, hits and list versions, each row an innocent one with the changes given."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from screening.alerts.policy import load_policy
from screening.alerts.score import score
from screening.rules.catalogue import rules
from screening.schemas.intake import DECLARATIONS
from screening.schemas.reference import LIST_VERSIONS
from screening.schemas.results import RULE_HITS

DAY = date(2026, 11, 20)

HIT = {
    "declaration_id": "D1", "item_number": None, "rule_id": "CHPL_HIT", "subject": "goods", "strength": 1.0,
    "declared": "8542310000", "reference": "Chips", "reference_id": "1", "reference_list": "CHPL",
    "reference_version": "v1", "detail": "{}",
}  # fmt: skip
ITEM = {
    "declaration_id": "D1", "correction_number": 0, "item_number": 1, "flow": "import", "registration_date": DAY,
    "office_code": "55301", "hs_code": "8542310000", "goods_description": "Процессоры", "file_id": "0" * 64,
    "row_number": 1, "consignor_name": "FICTIONAL SENDER", "consignee_name": "ТОО «Үлгі»",
    "consignee_tax_id": "990140000012", "dispatch_country_code": "AE", "trade_country_code": "CN",
    "destination_country_code": "KZ", "statistical_value": 100.0,
}  # fmt: skip
VERSION = {
    "list_id": "TEST-LIST", "list_version": "v1", "list_name": "A list", "published_date": date(2026, 11, 10),
    "retrieved_at": datetime(2026, 11, 11, tzinfo=UTC), "loaded_at": datetime(2026, 11, 11, tzinfo=UTC),
    "format": "test", "content_hash": "0", "source_files": [], "entity_count": 1, "name_count": 1,
    "identifier_count": 1, "address_count": 1, "warnings": [],
}  # fmt: skip


def _frame(table, row, changes):
    rows = [row | change for change in changes]
    columns = {name: pl.Series([r.get(name) for r in rows], dtype=t) for name, t in table.polars_schema.items()}
    return table.conform(pl.DataFrame(columns))


@pytest.fixture
def make_hits():
    return lambda *changes: _frame(RULE_HITS, HIT, changes)


@pytest.fixture
def make_items():
    return lambda *changes: _frame(DECLARATIONS, ITEM, changes)


@pytest.fixture
def policy():
    return load_policy()


@pytest.fixture
def score_day(policy):
    """Return a function that scores hits; an item is made for every declaration that they name."""

    def scored(rule_hits, items=None, versions=({},), policy=policy):
        if items is None:
            names = rule_hits["declaration_id"].unique().sort().to_list()
            items = _frame(DECLARATIONS, ITEM, [{"declaration_id": name} for name in names])
        return score(DAY, "run-1", items, rule_hits, _frame(LIST_VERSIONS, VERSION, versions), policy, rules())

    return scored
