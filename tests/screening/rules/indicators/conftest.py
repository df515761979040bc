"""Indicators run on a real lake. One lake serves them all, and each test's items are rolled back at its end: making a
lake and committing to it take longer than the tests themselves. test_init runs one from a file to its hits.
"""

from datetime import date

import pytest

from hs_codes import load_control_lists
from hs_codes.store import store_control_lists
from screening.alerts.policy import load_policy
from screening.lake import initialise, open_lake
from screening.rules.indicators import indicator_hits, indicators
from screening.schemas.results import RULE_HITS
from screening.settings import Settings


@pytest.fixture(scope="session")
def _one_lake(tmp_path_factory):
    made = Settings(home=tmp_path_factory.mktemp("indicators"), _env_file=None)
    with open_lake(made) as connection:
        initialise(connection)
        store_control_lists(connection, load_control_lists())
        yield connection


@pytest.fixture
def lake(_one_lake):
    """A lake with the control lists and without declarations."""
    _one_lake.execute("BEGIN")
    yield _one_lake
    _one_lake.execute("ROLLBACK")


@pytest.fixture(scope="session")
def chpl_version() -> str:
    correlations = load_control_lists().correlations
    return correlations.filter(correlations["control_list"] == "CHPL")["control_list_version"][0]


@pytest.fixture
def take_in(lake, items):
    """Return a function that brings items into the lake: each argument is the changes of one innocent item."""

    def load(*changes: dict[str, object]) -> None:
        lake.register("incoming", items(*changes))
        lake.execute("INSERT INTO intake.declarations BY NAME FROM incoming")
        lake.unregister("incoming")

    return load


@pytest.fixture(scope="session")
def _policy():
    return load_policy(), {indicator.rule.rule_id: indicator for indicator in indicators()}


@pytest.fixture
def run(lake, day, chpl_version, _policy):
    """Return a function that runs one indicator with the policy's parameters and returns its hits, checked."""
    policy, by_id = _policy

    def hits(rule_id: str, screening_date: date = day, **changes: object) -> list[dict[str, object]]:
        parameters = policy.parameters(rule_id) | changes
        parameters |= {"screening_date": screening_date, "chpl_version": chpl_version}
        found = RULE_HITS.conform(indicator_hits(lake, by_id[rule_id], parameters))
        assert found["strength"].is_between(0, 1).all()
        return found.sort("declaration_id", "item_number").to_dicts()

    return hits
