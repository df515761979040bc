"""Hold all known parties against what changed on the lists, and look back, whenever a list changed. No logic here.

Runs when any of the lists' Assets was updated (`dags/refresh_lists.py`). The result is that of `screening rescreen`:
look-back alerts appear and alerts on delisted parties are closed, in one transaction.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from airflow.sdk import Asset, AssetAny, Metadata, dag, task
from airflow.sdk.exceptions import AirflowFailException
from list_assets import LIST_ASSETS

from screening.errors import LakeError, ScreeningError
from screening.pipeline import rescreen as run_rescreen
from screening.settings import load_settings

ALERTS = Asset("screening_alerts", uri="screening://alerts/alerts")


@dag(
    dag_id="rescreen",
    schedule=AssetAny(*LIST_ASSETS),
    start_date=datetime(2024, 1, 1, tzinfo=ZoneInfo("Asia/Almaty")),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=2), "execution_timeout": timedelta(hours=2)},
    doc_md=__doc__,
    tags=["screening"],
)
def rescreen() -> None:
    """Rescreen, once for all lists that changed since."""

    @task(outlets=[ALERTS])
    def look_back() -> object:
        try:
            result = run_rescreen(load_settings())
        except LakeError:
            raise  # the catalog may be back in a minute: let Airflow try again
        except ScreeningError as error:
            raise AirflowFailException(str(error)) from error  # trying again would find the same
        yield Metadata(ALERTS, asdict(result))

    look_back()


rescreen()
