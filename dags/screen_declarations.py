"""Screen yesterday's declarations every morning. One task per step of `screening.pipeline`; no logic here.

The day is the one before the run's date in Asia/Almaty; a manual run may name another with the parameter `date`.
The task `intake` returns which files it took; where they hold items of other days that were screened before, `reopen`
starts those days again. Settings come from the environment (SCREENING_HOME …). The result is that of
`screening run --date DAY`.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import Asset, Metadata, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException
from airflow.timetables.trigger import CronTriggerTimetable

from screening.errors import LakeError, ScreeningError
from screening.pipeline import STEPS, Staging, Step, result_of, run_step
from screening.pipeline.arrivals import screened
from screening.settings import Settings, load_settings

ALMATY = ZoneInfo("Asia/Almaty")
ALERTS = Asset("screening_alerts", uri="screening://alerts/alerts")


def _day_and_staging(settings: Settings) -> tuple[date, Staging]:
    context = get_current_context()
    run = context["dag_run"]
    given = context["params"].get("date")
    moment = run.logical_date or run.run_after
    day = date.fromisoformat(given) if given else moment.astimezone(ALMATY).date() - timedelta(days=1)
    key = hashlib.sha256(run.run_id.encode()).hexdigest()[:16]
    return day, Staging.open(settings, day, f"airflow-{key}")


def _run(step: Step) -> Staging:
    settings = load_settings()
    day, staging = _day_and_staging(settings)
    try:
        run_step(step, settings, day, staging)
    except LakeError:
        raise  # the catalog may be back in a minute: let Airflow try again
    except ScreeningError as error:
        raise AirflowFailException(str(error)) from error  # trying again would find the same input
    return staging


@dag(
    dag_id="screen_declarations",
    schedule=CronTriggerTimetable("0 6 * * *", timezone="Asia/Almaty"),
    start_date=datetime(2024, 1, 1, tzinfo=ALMATY),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=2), "execution_timeout": timedelta(hours=2)},
    params={"date": Param(None, type=["null", "string"], format="date", description="Day to screen; empty: yesterday")},
    doc_md=__doc__,
    tags=["screening"],
)
def screen_declarations() -> None:
    """Take in, pin, apply the rules, score, check and publish."""
    tasks = {}
    for step in STEPS:
        if step.name == "publish":

            @task(task_id="publish", outlets=[ALERTS])
            def publish(step: Step = step) -> object:
                staging = _run(step)
                result = result_of(load_settings(), staging.read_manifest().run_id)
                staging.remove()
                yield Metadata(ALERTS, {"run_id": result.run_id, "alerts": result.alert_count})

            tasks[step.name] = publish()
        else:

            @task(task_id=step.name)
            def work(step: Step = step) -> object:
                staging = _run(step)
                return asdict(staging.read_intake()) if step.name == "intake" else None  # says which files it took

            tasks[step.name] = work()
    # What a step reads, somebody wrote: the order follows from the steps' own declarations.
    for step in STEPS:
        before = [tasks[other.name] for other in STEPS if set(other.writes) & set(step.reads)]
        if before:
            tasks[step.name].set_upstream(before)
    tasks["intake"] >> tasks["look_back"] >> tasks["pin"] >> tasks["indicators"]

    @task
    def late_days(taken: dict[str, list[str]]) -> list[dict[str, str]]:
        other = [date.fromisoformat(day) for day in taken["other_days"]]
        return [{"date": str(day)} for day in screened(load_settings(), other)]

    late = late_days(tasks["intake"])
    tasks["publish"] >> late
    TriggerDagRunOperator.partial(task_id="reopen", trigger_dag_id="screen_declarations").expand(conf=late)


screen_declarations()
