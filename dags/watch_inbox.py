"""Files that arrive in the inbox start the days they belong to. No logic here: `screening.pipeline.arrivals` has it.

`wait` looks into the inbox and, while nothing is new, gives its worker back for a minute at a time (deferred to the
triggerer). `take_in` takes the files in; its return value and the event of the Asset `screening://intake/files` say
which, which were refused, and which days follow. `screen_day` starts `screen_declarations` for each of these days: a
recent one, or a past one that was screened before and is opened again by what came late.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow.providers.standard.triggers.temporal import TimeDeltaTrigger
from airflow.sdk import Asset, BaseOperator, Context, dag, task
from arrival_tasks import ALMATY, announce, start_days

from screening.pipeline.arrivals import has_arrivals, take_arrivals
from screening.settings import load_settings

FILES = Asset("screening_files", uri="screening://intake/files")
LOOK_EVERY = timedelta(minutes=1)


class WaitForFiles(BaseOperator):
    """A deferrable sensor: done as soon as the inbox holds a file that is new."""

    def execute(self, context: Context, event: object = None) -> None:
        """Look once; come back in a minute when there is nothing."""
        if not has_arrivals(load_settings()):
            self.defer(trigger=TimeDeltaTrigger(LOOK_EVERY), method_name="execute")


@dag(
    dag_id="watch_inbox",
    schedule="@continuous",
    start_date=datetime(2024, 1, 1, tzinfo=ALMATY),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=2)},
    doc_md=__doc__,
    tags=["screening"],
)
def watch_inbox() -> None:
    """Wait, take in, and start the days concerned."""

    @task(outlets=[FILES], multiple_outputs=False, execution_timeout=timedelta(hours=2))
    def take_in() -> object:
        return (yield from announce(FILES, take_arrivals))

    taken = take_in()
    WaitForFiles(task_id="wait") >> taken
    start_days(taken)


watch_inbox()
