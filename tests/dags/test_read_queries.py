"""Databases are read by the DAG: a connection of Airflow says where one is, and the DAG what came and what failed."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]

# The tasks' own functions, in an Airflow of its own: running the DAG whole is what test_watch_inbox does for its like.
RUNNER = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.exceptions import AirflowFailException

bag = DagBag(sys.argv[1])
dag = bag.dags["read_queries"]
reading = dag.get_task("read").python_callable()
event = next(reading)
try:
    next(reading)
except StopIteration as end:
    arrivals = end.value
try:
    dag.get_task("all_read").python_callable(arrivals)
    failure = ""
except AirflowFailException as error:
    failure = str(error)
print("RESULT " + json.dumps({
    "errors": bag.import_errors, "event": event.extra, "arrivals": arrivals, "failure": failure,
    "started": dag.get_task("screen_day").partial_kwargs["trigger_dag_id"],
}))
"""

FILE = """
id: firms
connection: office-db
query: SELECT bin, name, seen FROM firms WHERE seen > :watermark
watermark: {column: seen, start: "0", type: integer}
mapping: {record: companies, fields: {tax_id: bin, name: name}}
"""


@pytest.mark.slow
@pytest.mark.xdist_group("airflow")
def test_queries_are_read_and_failures_told(airflow_environment, settings, tmp_path):
    database = sqlite3.connect(tmp_path / "office.sqlite")
    database.execute("CREATE TABLE firms (bin TEXT, name TEXT, seen INTEGER)")
    database.execute("INSERT INTO firms VALUES ('F1', 'Firm', 1)")
    database.commit()
    database.close()
    settings.queries_folder.mkdir()
    (settings.queries_folder / "firms.query.yml").write_text(FILE, encoding="utf-8")
    (settings.queries_folder / "wrong.query.yml").write_text("id: wrong", encoding="utf-8")
    nowhere = FILE.replace("office-db", "nowhere").replace("id: firms", "id: other")
    (settings.queries_folder / "nowhere.query.yml").write_text(nowhere, encoding="utf-8")
    environment = airflow_environment | {
        "SCREENING_HOME": str(settings.home), "AIRFLOW_CONN_OFFICE_DB": f"sqlite:///{tmp_path / 'office.sqlite'}",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, str(REPO / "dags" / "read_queries.py")],
        env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert lines, done.stdout[-3000:] + done.stderr[-3000:]
    result = json.loads(lines[0].removeprefix("RESULT "))
    assert result["errors"] == {}
    assert result["arrivals"]["files"] == ["firms above 0"]
    assert result["event"] == result["arrivals"], "the asset's event says it, too"
    assert "wrong.query.yml" in result["failure"]
    assert "Airflow knows no such connection" in result["failure"]
    assert result["started"] == "screen_declarations"
