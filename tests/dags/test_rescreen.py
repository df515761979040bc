"""The DAG waits for any list and does what `screening rescreen` does: alerts of days gone by, announced as such."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from screening.lake import initialise, open_lake
from screening.lists import read
from screening.lists.store import load_version
from screening.pipeline import run_day

REPO = Path(__file__).parents[2]
DAY = date(2025, 12, 12)
SAMPLES = REPO / "data" / "samples"

RUNNER = """
import json, sys
import pendulum
from airflow.dag_processing.dagbag import DagBag

bag = DagBag(sys.argv[1])
dag = bag.dags["rescreen"]
waits_for = sorted(asset.uri for asset in dag.timetable.asset_condition.objects)
run = dag.test(logical_date=pendulum.parse("2025-12-14T00:00:00+00:00"))
result = {"errors": bag.import_errors, "state": str(run.state), "waits_for": waits_for,
          "outlets": [asset.uri for asset in dag.get_task("look_back").outlets]}
print("RESULT " + json.dumps(result))
"""


def _load(settings, name):
    with open_lake(settings) as connection:
        for version in read([SAMPLES / "lists" / name], retrieved_at=datetime.now(UTC)):
            load_version(connection, version)


@pytest.mark.slow
@pytest.mark.xdist_group("airflow")
def test_a_new_list_is_looked_back_with(airflow_environment, settings):
    with open_lake(settings) as connection:
        initialise(connection)
    _load(settings, "un-consolidated.xml")
    for path in (SAMPLES / "declarations").glob("*.csv"):
        (settings.inbox_folder / path.name).write_bytes(path.read_bytes())
    run_day(settings, DAY)
    _load(settings, "ofac-2025-12-01")
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, str(REPO / "dags")],
        env=airflow_environment | {"SCREENING_HOME": str(settings.home)},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert lines, done.stdout[-3000:] + done.stderr[-3000:]
    result = json.loads(lines[0].removeprefix("RESULT "))
    assert (result["errors"], result["state"]) == ({}, "success")
    assert {"screening://lists/OFAC-SDN", "screening://lists/UN-SC", "screening://lists/EU-FSF"} <= set(
        result["waits_for"]
    )
    assert result["outlets"] == ["screening://alerts/alerts"]
    with open_lake(settings, read_only=True) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM alerts.alerts AS a JOIN screening.runs AS r USING (run_id)"
            " WHERE a.is_look_back AND r.kind = 'look_back'"
        ).fetchone()
    assert count > 0
