"""docs/analysts.md: each of its twenty questions finds something on the demo's lake, and its programs run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from screening.analysts.reader import ask, open_reader
from screening.analysts.result import result_of

pytestmark = pytest.mark.xdist_group("two-runs")
REPO = Path(__file__).parents[2]
PAGE = (REPO / "docs" / "analysts.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^### (\d+)\. [^\n]+\n(?:(?!^#).)*?^```sql\n(.+?)^```", PAGE, re.MULTILINE | re.DOTALL)
OTHERS = [
    query for query in re.findall(r"^```sql\n(.+?)^```", PAGE, re.M | re.DOTALL) if query not in dict(BLOCKS).values()
]
PROGRAMS = re.findall(r"^ *```python\n(.+?)^ *```", PAGE, re.M | re.DOTALL)
RUN_OF_THE_PAGE = "2025-12-12-000000000000"

# What each question must give at least: columns that decide, and how many rows (none: any number but nought).
EXPECTED = {
    1: ({"severity", "score", "headline"}, None),
    2: ({"severity", "office_code", "alerts", "points"}, None),
    3: ({"alert_id", "reason_number", "explanation"}, None),
    4: ({"declared", "primary_name", "programmes"}, None),
    5: ({"rule_id", "hits", "mean_strength"}, None),
    6: ({"matched_code", "basis"}, None),
    7: ({"role", "hs_code", "severity"}, None),
    8: ({"consignee_tax_id", "chapter", "first_day"}, None),
    9: ({"consignee", "first_seen", "subheadings"}, None),
    10: ({"corridor", "alerts", "share"}, None),
    11: ({"consignor_name", "consignees"}, None),
    12: ({"address", "firms", "names"}, None),
    13: ({"price", "median_price", "peers"}, None),
    14: ({"tier", "hits", "alerts"}, None),
    15: ({"reason_code", "row_count"}, 2),
    16: ({"hs_code_before", "hs_code_now"}, 1),
    17: ({"run_id", "list_id", "age_days"}, 6),
    18: ({"suite", "checks", "broken"}, None),
    19: ({"rule_id", "decided_count", "precision"}, None),
    20: ({"change", "score_before", "score_now"}, 1),
}


@pytest.fixture(scope="module")
def reader(two_runs):
    with open_reader(two_runs.settings) as connection:
        yield connection


def test_there_are_twenty():
    assert [int(number) for number, _ in BLOCKS] == list(EXPECTED) == list(range(1, 21))


@pytest.mark.parametrize(("number", "query"), BLOCKS, ids=[number for number, _ in BLOCKS])
def test_a_question_is_answered(two_runs, reader, number, query):
    columns, rows = EXPECTED[int(number)]
    answer = result_of(ask(reader, query.replace(RUN_OF_THE_PAGE, two_runs.first.run_id)))
    assert columns <= set(answer.columns)
    assert (answer.height == rows) if rows else answer.height
    # A column that is empty in every row is a question asked wrongly, unless emptiness is the answer.
    empty = {name for name in answer.columns if answer[name].null_count() == answer.height}
    assert empty <= {"birth_dates", "precision", "score_now", "status_now", "severity_now", "warnings"}


def test_other_queries(reader):
    for query in OTHERS:
        assert result_of(ask(reader, query)).height > 0


def test_programs_on_the_lake(two_runs):
    """The ones that open the lake, as they stand on the page, with its place put in."""
    ours, alone, superset = (program for program in PROGRAMS if "/srv/out" not in program)
    scope: dict[str, object] = {}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SCREENING_HOME", str(two_runs.settings.home))
        exec(compile(ours, "docs/analysts.md", "exec"), scope)
    assert scope["alerts"].height == two_runs.second.alert_count
    asked = """
from sqlalchemy import create_engine, text

with create_engine("duckdb:///:memory:").connect() as lake:
    print(lake.execute(text("SELECT count(*) AS alerts FROM alerts.alerts")).fetchall())
"""
    for program in (alone, superset + asked):
        placed = program.replace("data/home", str(two_runs.settings.home))
        said = subprocess.run([sys.executable, "-c", placed], capture_output=True, text=True, check=True)
        assert str(two_runs.second.alert_count) in said.stdout


def test_views_that_the_page_names_exist(reader):
    from screening.analysts.views import views

    paragraph = PAGE.split("**Views** stand for")[1].split("\n\n")[0]
    named = {name.partition("(")[0] for name in re.findall(r"`([a-z_]+(?:\([a-z]+\))?)`", paragraph)}
    assert len(named) > 12
    assert named <= views().keys()
