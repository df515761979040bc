"""Databases are read every quarter of an hour, from their watermarks on. No logic: see `screening.pipeline.arrivals`.

Query files lie in SCREENING_QUERIES. Where a database is, the connection of Airflow says that a query names, or the
environment. `read` says what came, what was refused, and which days follow; `screen_day` starts `screen_declarations`
for each of these days, as for files. A query that failed fails the task at the end, when the others have been read.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import Asset, Connection, Metadata, dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowNotFoundException
from airflow.timetables.trigger import CronTriggerTimetable

from screening.errors import LakeError, ScreeningError, SettingsError
from screening.intake.query import QuerySource, url_of
from screening.pipeline.arrivals import take_queries
from screening.settings import load_settings

ALMATY = ZoneInfo("Asia/Almaty")
ROWS = Asset("screening_queries", uri="screening://intake/queries")


def _url(source: QuerySource) -> str:
    if source.connection is None or source.variable in os.environ:
        return url_of(source)
    try:
        return url_of(source, {source.variable: Connection.get(source.connection).get_uri()})
    except AirflowNotFoundException as error:
        raise SettingsError(
            "Airflow knows no such connection", where=source.connection, remedy="Add it, or correct the query file"
        ) from error


@dag(
    dag_id="read_queries",
    schedule=CronTriggerTimetable("*/15 * * * *", timezone="Asia/Almaty"),
    start_date=datetime(2024, 1, 1, tzinfo=ALMATY),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=2)},
    doc_md=__doc__,
    tags=["screening"],
)
def read_queries() -> None:
    """Read, start the days concerned, and say what failed."""

    @task(outlets=[ROWS], multiple_outputs=False, execution_timeout=timedelta(hours=2))
    def read() -> object:
        try:
            arrivals = take_queries(load_settings(), datetime.now(ALMATY).date(), _url)
        except LakeError:
            raise  # the catalog may be back in a minute: let Airflow try again
        except ScreeningError as error:
            raise AirflowFailException(str(error)) from error
        yield Metadata(ROWS, asdict(arrivals))
        return asdict(arrivals)

    @task
    def days_of(arrivals: dict[str, list[str]]) -> list[dict[str, str]]:
        return [{"date": day} for day in arrivals["days"]]

    @task(retries=0)
    def all_read(arrivals: dict[str, list[str]]) -> None:
        if arrivals["refused"]:
            raise AirflowFailException("; ".join(arrivals["refused"]))

    came = read()
    TriggerDagRunOperator.partial(task_id="screen_day", trigger_dag_id="screen_declarations").expand(conf=days_of(came))
    all_read(came)


read_queries()
