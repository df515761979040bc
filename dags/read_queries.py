"""Databases are read every quarter of an hour, from their watermarks on. No logic: see `screening.pipeline.arrivals`.

Query files lie in SCREENING_QUERIES. Where a database is, the connection of Airflow says that a query names, or the
environment. `read` says what came, what was refused, and which days follow; `screen_day` starts `screen_declarations`
for each of these days, as for files. A query that failed fails the task at the end, when the others have been read.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta

from airflow.sdk import Asset, Connection, dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowNotFoundException
from airflow.timetables.trigger import CronTriggerTimetable
from arrival_tasks import ALMATY, announce, start_days

from screening.errors import SettingsError
from screening.intake.query import QuerySource, url_of
from screening.pipeline.arrivals import Arrivals, take_queries
from screening.settings import Settings

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


def _take(settings: Settings, today: date) -> Arrivals:
    return take_queries(settings, today, _url)


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
        return (yield from announce(ROWS, _take))

    @task(retries=0)
    def all_read(arrivals: dict[str, list[str]]) -> None:
        if arrivals["refused"]:
            raise AirflowFailException("; ".join(arrivals["refused"]))

    came = read()
    start_days(came)
    all_read(came)


read_queries()
