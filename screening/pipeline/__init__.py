"""The steps of a run, declared once; the command line and Airflow both go through here."""

from screening.pipeline.context import Context
from screening.pipeline.rescreen import Rescreening, rescreen
from screening.pipeline.run import RunResult, result_of, run_day
from screening.pipeline.staging import Staging
from screening.pipeline.steps import STEPS, Step, run_step, step_named

__all__ = [
    "STEPS",
    "Context",
    "Rescreening",
    "RunResult",
    "Staging",
    "Step",
    "rescreen",
    "result_of",
    "run_day",
    "run_step",
    "step_named",
]
