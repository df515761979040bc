"""What the DAGs of arrivals share: how something is taken in, and how the days that follow from it are started."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import Asset, Metadata, task
from airflow.sdk.exceptions import AirflowFailException

from screening.errors import LakeError, ScreeningError
from screening.pipeline.arrivals import Arrivals
from screening.settings import Settings, load_settings

ALMATY = ZoneInfo("Asia/Almaty")


def announce(asset: Asset, take: Callable[[Settings, date], Arrivals]) -> Generator[Metadata, None, dict[str, Any]]:
    """Take in what came, put what it was into the Asset's event, and return it."""
    try:
        arrivals = asdict(take(load_settings(), datetime.now(ALMATY).date()))
    except LakeError:
        raise  # the catalog may be back in a minute: let Airflow try again
    except ScreeningError as error:
        raise AirflowFailException(str(error)) from error
    yield Metadata(asset, arrivals)
    return arrivals


def start_days(arrivals: Any) -> None:  # noqa: ANN401 - the task's result, which is there when the DAG runs
    """Start `screen_declarations` for each day that follows from what a task took in."""

    @task
    def days_of(arrivals: dict[str, list[str]]) -> list[dict[str, str]]:
        return [{"date": day} for day in arrivals["days"]]

    TriggerDagRunOperator.partial(task_id="screen_day", trigger_dag_id="screen_declarations").expand(
        conf=days_of(arrivals)
    )
