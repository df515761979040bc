"""Indicators run on a real lake: items are taken in as files are, the control lists are stored as a run stores them."""

import itertools
from datetime import date

import pytest

from hs_codes import load_control_lists
from hs_codes.store import store_control_lists
from screening.alerts.policy import load_policy
from screening.intake import load_file
from screening.lake import initialise, open_lake
from screening.rules.indicators import indicator_hits, indicators
from screening.schemas.intake import TABLES as INTAKE_TABLES
from screening.schemas.results import RULE_HITS
from screening.settings import Settings


@pytest.fixture(scope="session")
def _one_lake(tmp_path_factory):
    """One lake for all indicators: making one takes longer than any test here."""
    made = Settings(home=tmp_path_factory.mktemp("indicators"), _env_file=None)
    with open_lake(made) as connection:
        initialise(connection)
        store_control_lists(connection, load_control_lists())
        yield connection


@pytest.fixture
def lake(_one_lake):
    """The lake without declarations."""
    _one_lake.execute("BEGIN")
    for table in INTAKE_TABLES:
        _one_lake.execute(f"DELETE FROM {table.full_name}")
    _one_lake.execute("COMMIT")
    return _one_lake


@pytest.fixture
def day() -> date:
    return date(2026, 11, 20)


@pytest.fixture
def chpl_version() -> str:
    correlations = load_control_lists().correlations
    return correlations.filter(correlations["control_list"] == "CHPL")["control_list_version"][0]


@pytest.fixture
def take_in(lake, item, write_csv):
    """Return a function that brings items into the lake: each argument is the changes of one innocent item."""
    numbers = itertools.count()

    def load(*changes: dict[str, object]) -> None:
        path = write_csv(f"{next(numbers)}.csv", [item(**change) for change in changes])
        report = load_file(lake, path)
        assert report.rows_rejected == 0, "the test's own items are at fault"

    return load


@pytest.fixture
def run(lake, day, chpl_version):
    """Return a function that runs one indicator with the policy's parameters and returns its hits, checked."""
    policy, by_id = load_policy(), {indicator.rule.rule_id: indicator for indicator in indicators()}

    def hits(rule_id: str, screening_date: date = day, **changes: object) -> list[dict[str, object]]:
        parameters = policy.parameters(rule_id) | changes
        parameters |= {"screening_date": screening_date, "chpl_version": chpl_version}
        found = RULE_HITS.conform(indicator_hits(lake, by_id[rule_id], parameters))
        assert found["strength"].is_between(0, 1).all()
        return found.sort("declaration_id", "item_number").to_dicts()

    return hits
