"""Files that arrive start their days: the DAG waits deferred, says what it took, and starts or opens again each day."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from screening.lake import initialise, open_lake

REPO = Path(__file__).parents[2]

RUNNER = """
import json, sys
import pendulum
from airflow.dag_processing.dagbag import DagBag
from airflow.models.asset import AssetEvent, AssetModel
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.models.xcom import XComModel
from airflow.sdk.exceptions import TaskDeferred
from airflow.utils.session import create_session
from sqlalchemy import select

bag = DagBag(sys.argv[1])
dag = bag.dags["watch_inbox"]
with create_session() as session:  # other tests have this Airflow, too
    before = session.scalars(select(DagRun.id)).all()
run = dag.test(logical_date=pendulum.parse("2026-11-21T03:00:00+05:00"))
with create_session() as session:
    tasks = session.scalars(select(TaskInstance).where(TaskInstance.run_id == run.run_id)).all()
    states = {f"{task.task_id} {task.map_index}": str(task.state) for task in tasks}
    events = session.scalars(
        select(AssetEvent.extra).join(AssetModel, AssetEvent.asset_id == AssetModel.id)
        .where(AssetModel.uri == "screening://intake/files")
    ).all()
    started = session.scalars(
        select(DagRun.conf).where(DagRun.dag_id == "screen_declarations", DagRun.id.not_in(before))
    ).all()
try:
    dag.get_task("wait").execute({})
    waits = "no"
except TaskDeferred as deferred:
    waits = type(deferred.trigger).__name__
print("RESULT " + json.dumps({
    "errors": bag.import_errors, "state": str(run.state), "states": states, "events": events, "started": started,
    "waits": waits,
}))
"""


@pytest.mark.slow
@pytest.mark.xdist_group("airflow")
def test_arrival_starts_the_day_and_opens_a_past_one_again(airflow_environment, settings, write_csv, item):

    today = datetime.now(UTC).date()
    yesterday, screened, never = today - timedelta(days=1), date(2026, 1, 7), date(2026, 1, 8)
    with open_lake(settings) as connection:
        initialise(connection)
        connection.execute(
            "INSERT INTO screening.runs VALUES"
            " ('r', $1, 'published', now(), now(), 'c', 'p', [], [], 'h', 0, 0, 0, [], 'day')",
            [screened],
        )
    write_csv("new.csv", [item(registration_date=yesterday), item(declaration_id="b", registration_date=never)])
    write_csv("late.csv", [item(declaration_id="c", registration_date=screened)])
    (settings.inbox_folder / "bad.csv").write_bytes(b"")
    environment = airflow_environment | {"SCREENING_HOME": str(settings.home), "SCREENING_SETTLE_SECONDS": "0"}
    subprocess.run(
        [sys.executable, "-m", "airflow", "dags", "reserialize"], env=environment, check=True, capture_output=True
    )
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, str(REPO / "dags")],
        env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert lines, done.stdout[-3000:] + done.stderr[-3000:]
    result = json.loads(lines[0].removeprefix("RESULT "))
    assert (result["errors"], result["state"]) == ({}, "success")
    assert result["states"] == {
        "wait -1": "success", "take_in -1": "success", "days_of -1": "success",
        "screen_day 0": "success", "screen_day 1": "success",
    }  # fmt: skip
    days = [{"date": str(screened)}, {"date": str(yesterday)}]
    assert sorted(result["started"], key=lambda conf: conf["date"]) == days, "a day that nobody screened stays closed"
    (event,) = result["events"]
    assert sorted(event["files"]) == ["late.csv", "new.csv"]
    assert "bad.csv: the file is empty" in event["refused"][0]
    assert event["days"] == [day["date"] for day in days]
    assert result["waits"] == "TimeDeltaTrigger", "nothing is new any more: it waits without a worker"
