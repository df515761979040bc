"""The DAG against a real Airflow database: its result is the command line's, bad input fails without retries."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from screening.lake import initialise, open_lake
from screening.lists import read
from screening.lists.store import load_version
from screening.pipeline import STEPS, run_day

REPO = Path(__file__).parents[2]
DAY = date(2025, 12, 12)
TABLES = ("screening.hits", "alerts.alerts", "alerts.alert_reasons", "alerts.daily_summary")

RUNNER = """
import json, sys
import pendulum
from airflow.dag_processing.dagbag import DagBag
from airflow.models.taskinstance import TaskInstance
from airflow.utils.session import create_session
from sqlalchemy import select

bag = DagBag(sys.argv[1])
dag = bag.dags["screen_declarations"]
run = dag.test(logical_date=pendulum.parse(sys.argv[2]))
with create_session() as session:
    rows = session.scalars(select(TaskInstance).where(TaskInstance.run_id == run.run_id)).all()
    states = {row.task_id: [str(row.state), row.try_number] for row in rows}
result = {
    "errors": bag.import_errors,
    "state": str(run.state),
    "states": states,
    "outlets": [asset.uri for asset in dag.get_task("publish").outlets],
    "upstream": {task.task_id: sorted(task.upstream_task_ids) for task in dag.tasks},
    "timezone": str(dag.timetable.serialize()),
    "retries": dag.get_task("pin").retries,
}
print("RESULT " + json.dumps(result))
"""


def _sample_lake(settings):
    """A lake with the sample lists, and the sample files in its inbox."""
    samples = REPO / "data" / "samples"
    with open_lake(settings) as connection:
        initialise(connection)
        for version in read([samples / "lists"], retrieved_at=datetime.now(UTC)):
            load_version(connection, version)
    for path in (samples / "declarations").glob("*.csv"):
        (settings.inbox_folder / path.name).write_bytes(path.read_bytes())
    return settings


def _dag_test(environment, home, moment):
    outcome = subprocess.run(
        [sys.executable, "-c", RUNNER, str(REPO / "dags"), moment],
        env=environment | {"SCREENING_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    lines = [line for line in outcome.stdout.splitlines() if line.startswith("RESULT ")]
    assert lines, outcome.stdout[-3000:] + outcome.stderr[-3000:]
    return json.loads(lines[0].removeprefix("RESULT "))


def _published(settings):
    with open_lake(settings, read_only=True) as connection:
        return {table: connection.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in TABLES}


@pytest.mark.slow
@pytest.mark.xdist_group("airflow")
def test_the_dag_publishes_what_the_command_line_publishes(airflow_environment, settings, tmp_path):
    by_dag = _sample_lake(settings)
    # One in the morning of 13 December in Almaty is still 12 December in UTC: the day screened is the 12th.
    result = _dag_test(airflow_environment, by_dag.home, "2025-12-12T20:00:00+00:00")
    assert result["errors"] == {}
    assert result["state"] == "success"
    assert set(result["states"]) == {step.name for step in STEPS} | {"late_days", "reopen"}
    assert result["states"]["reopen"][0] == "skipped", "no other day was screened before"
    assert result["outlets"] == ["screening://alerts/alerts"]
    assert "Asia/Almaty" in result["timezone"]
    assert result["retries"] == 3
    assert result["upstream"]["publish"] == ["check", "indicators", "pin", "score"]
    assert result["upstream"]["indicators"] == ["pin", "screen"]
    by_command = settings.model_copy(update={"home": tmp_path / "other"})
    by_command.inbox_folder.mkdir(parents=True)
    run_day(_sample_lake(by_command), DAY)
    published = _published(by_command)
    assert published["alerts.alerts"]
    assert _published(by_dag) == published
    assert not list(by_dag.staging_folder.iterdir())


@pytest.mark.slow
@pytest.mark.xdist_group("airflow")
def test_what_cannot_succeed_fails_the_run_without_trying_again(airflow_environment, settings):
    _sample_lake(settings)
    (settings.home / "mappings").mkdir()
    (settings.home / "mappings" / "bad.mapping.yml").write_text("name: [", encoding="utf-8")
    result = _dag_test(airflow_environment, settings.home, "2025-12-13T02:00:00+00:00")
    assert result["state"] == "failed"
    assert result["states"]["intake"] == ["failed", 1]
    assert not any(_published(settings).values())
