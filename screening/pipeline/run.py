"""A whole run of a day, from the inbox to the published tables, in one process."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from time import perf_counter

from screening.errors import NotFoundError
from screening.lake import lakes_kept_open, open_lake
from screening.pipeline.staging import IntakeSummary, Staging
from screening.pipeline.steps import STEPS, Step, run_step
from screening.settings import Settings


@dataclass(frozen=True)
class RunResult:
    """What a run published. `intake` and `seconds` (each step's duration) are known to the run itself only."""

    run_id: str
    screening_date: date
    status: str
    item_count: int
    hit_count: int
    alert_count: int
    alerts_by_severity: dict[str, int]
    list_versions: list[str]
    policy_version: str
    started_at: datetime
    finished_at: datetime
    warnings: list[str]
    intake: IntakeSummary | None
    seconds: dict[str, float]


def run_day(
    settings: Settings, screening_date: date, progress: Callable[[Step], None] = lambda step: None
) -> RunResult:
    """Run every step for one day and return what was published.

    `progress` is called before each step. Whatever stops a run, the published tables stay as they were, and running
    again starts over and ends in the same tables. A staging folder goes with its run; one that a killed process left
    is removed by a run a week later.
    """
    # A key of its own, so that two runs of one day at once do not write into each other's staging.
    staging = Staging.open(settings, screening_date, f"{os.getpid()}-{secrets.token_hex(4)}")
    seconds: dict[str, float] = {}
    with lakes_kept_open():
        try:
            for step in STEPS:
                progress(step)
                began = perf_counter()
                run_step(step, settings, screening_date, staging)
                seconds[step.name] = round(perf_counter() - began, 3)
            run_id, summary = staging.read_manifest().run_id, staging.read_intake()
        finally:
            staging.remove()
        return result_of(settings, run_id, summary, seconds)


def result_of(
    settings: Settings, run_id: str, intake: IntakeSummary | None = None, seconds: dict[str, float] | None = None
) -> RunResult:
    """Read a run back from the lake; raises NotFoundError."""
    with open_lake(settings, read_only=True) as connection:
        row = connection.execute(
            "SELECT run_id, screening_date, status, item_count, hit_count, alert_count, list_versions, policy_version,"
            " started_at, finished_at, warnings FROM screening.runs WHERE run_id = ?",
            [run_id],
        ).fetchone()
        if row is None:
            raise NotFoundError(f"there is no run {run_id}", remedy='`screening sql "FROM screening.runs"` lists them')
        severities = connection.execute(
            "SELECT name, count FROM alerts.daily_summary WHERE measure = 'alerts_by_severity' AND screening_date = ?",
            [row[1]],
        ).fetchall()
    return RunResult(
        run_id=row[0],
        screening_date=row[1],
        status=row[2],
        item_count=row[3],
        hit_count=row[4],
        alert_count=row[5],
        alerts_by_severity=dict(severities),
        list_versions=row[6],
        policy_version=row[7],
        started_at=row[8],
        finished_at=row[9],
        warnings=[*(intake.warnings() if intake else []), *row[10]],
        intake=intake,
        seconds=seconds or {},
    )
