"""The DAG against a real Airflow database and a publisher on this machine: one source's trouble stops no other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from screening.lake import initialise, open_lake
from screening.lists.store import list_status

REPO = Path(__file__).parents[2]
SAMPLES = REPO / "data" / "samples" / "lists"

RUNNER = """
import json, sys
import pendulum
from airflow.dag_processing.dagbag import DagBag
from airflow.models.asset import AssetEvent, AssetModel
from airflow.models.taskinstance import TaskInstance
from airflow.utils.session import create_session
from sqlalchemy import select

bag = DagBag(sys.argv[1])
dag = bag.dags["refresh_lists"]
outcomes = []
for moment in sys.argv[2:]:
    run = dag.test(logical_date=pendulum.parse(moment))
    with create_session() as session:
        tasks = session.scalars(select(TaskInstance).where(TaskInstance.run_id == run.run_id)).all()
        states = {f"{task.task_id} {task.map_index}": str(task.state) for task in tasks}
        found = session.execute(
            select(AssetModel.uri, AssetEvent.extra).join(AssetEvent, AssetEvent.asset_id == AssetModel.id)
            .where(AssetEvent.source_run_id == run.run_id)
        ).all()
    outcomes.append({"state": str(run.state), "states": states, "events": {uri: extra for uri, extra in found}})
schedule = str(dag.timetable.serialize())
print("RESULT " + json.dumps({"errors": bag.import_errors, "schedule": schedule, "runs": outcomes}))
"""


@pytest.mark.slow
@pytest.mark.xdist_group("airflow")
def test_every_source_is_refreshed_and_only_changed_lists_are_announced(
    airflow_environment, settings, list_server, tmp_path
):
    with open_lake(settings) as connection:
        initialise(connection)
    list_server.answers |= {
        "/un": (SAMPLES / "un-consolidated.xml").read_bytes(),
        "/eu": b"<!DOCTYPE html><html><body>Sign in</body></html>",
        "/uk": lambda handler: handler.give(status=404),
    }
    sources = [
        {"id": name, "title": name, "lists": [list_id], "licence": "none", "cadence_days": 1, "max_megabytes": 1,
         "files": [{"address": list_server.url(f"/{name}"), "name": "list.xml", "is_verified": False}]}
        for name, list_id in (("uk", "UK-SL"), ("eu", "EU-FSF"), ("un", "UN-SC"))
    ]  # fmt: skip
    (tmp_path / "sources.yml").write_text(yaml.safe_dump({"sources": sources}))
    environment = airflow_environment | {
        "SCREENING_HOME": str(settings.home),
        "SCREENING_LIST_SOURCES": str(tmp_path / "sources.yml"),
        "SCREENING_LIST_CA_FILE": str(list_server.ca_file),
    }
    moments = ["2026-11-20T01:00:00+05:00", "2026-11-20T07:00:00+05:00"]
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, str(REPO / "dags"), *moments],
        env=environment, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert lines, done.stdout[-3000:] + done.stderr[-3000:]
    result = json.loads(lines[0].removeprefix("RESULT "))
    assert result["errors"] == {}
    assert "0 1,7,13,19 * * *" in result["schedule"]
    first, second = result["runs"]
    for run in (first, second):
        assert run["state"] == "failed", "somebody must see it"
        states = run["states"]
        assert states["one_source.refresh 0"] == "failed"
        assert (states["one_source.refresh 1"], states["one_source.report 1"]) == ("success", "failed")
        assert (states["one_source.refresh 2"], states["one_source.report 2"]) == ("success", "success")
    with open_lake(settings, read_only=True) as connection:
        (version,) = list_status(connection)["list_version"].to_list()
    assert first["events"] == {"screening://lists/UN-SC": {"list_id": "UN-SC", "list_version": version}}
    assert second["events"] == {}
