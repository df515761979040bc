"""Fetch the official lists every six hours, each source by itself. No logic here: `screening lists refresh` does it.

Each list has an Asset (`screening://lists/LIST`), which is updated only when a new version came in force. A source
that cannot be had fails its `refresh`; one that is refused by the guard fails its `report`, after the lists of the
same source that are in order came in force. Settings come from the environment (SCREENING_HOME,
SCREENING_LIST_SOURCES …).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from airflow.sdk import AssetAlias, dag, task, task_group
from airflow.sdk.exceptions import AirflowFailException
from airflow.timetables.trigger import CronTriggerTimetable
from list_assets import SOURCES, asset_of

from screening.errors import LakeError, ScreeningError
from screening.pipeline.refresh import refresh_source
from screening.settings import load_settings

# An Asset that is a task's outlet is updated whenever the task succeeds; through an alias, only when it is named.
CHANGED = AssetAlias("lists_changed")


@dag(
    dag_id="refresh_lists",
    schedule=CronTriggerTimetable("0 1,7,13,19 * * *", timezone="Asia/Almaty"),
    start_date=datetime(2024, 1, 1, tzinfo=ZoneInfo("Asia/Almaty")),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10), "execution_timeout": timedelta(hours=1)},
    doc_md=__doc__,
    tags=["screening"],
)
def refresh_lists() -> None:
    """Refresh every source, and report on each."""

    @task(outlets=[CHANGED], max_active_tis_per_dagrun=2)
    def refresh(source_id: str, outlet_events: object = None) -> list[list[object]]:
        source = next(source for source in SOURCES if source.id == source_id)
        try:
            attempts = refresh_source(load_settings(), source)
        except LakeError:
            raise  # the catalog may be back in a minute: let Airflow try again
        except ScreeningError as error:
            raise AirflowFailException(str(error)) from error
        if all(attempt.outcome == "failed" for attempt in attempts):
            # Fetching has tried several times already; the next run is six hours away at most.
            raise AirflowFailException("; ".join({reason for attempt in attempts for reason in attempt.reasons}))
        for attempt in attempts:
            if attempt.outcome == "loaded":
                extra = {"list_id": attempt.list_id, "list_version": attempt.list_version}
                outlet_events[CHANGED].add(asset_of(attempt.list_id, source_id), extra=extra)
        return [[attempt.list_id, attempt.outcome, list(attempt.reasons)] for attempt in attempts]

    @task(retries=0)
    def report(attempts: list[list[object]]) -> None:
        refused = [f"{name}: {'; '.join(why)}" for name, outcome, why in attempts if outcome in ("refused", "failed")]
        if refused:
            raise AirflowFailException("the version in force stays: " + " | ".join(refused))

    @task_group
    def one_source(source_id: str) -> None:
        report(refresh(source_id))

    one_source.expand(source_id=[source.id for source in SOURCES])


refresh_lists()
