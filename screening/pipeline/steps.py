"""Each step of a run: what it reads, what it writes, and the function that does it. Lineage is stated here, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from screening.errors import NotFoundError, ScreeningError
from screening.pipeline import work
from screening.pipeline.context import Context
from screening.pipeline.pin import pin
from screening.pipeline.staging import Staging
from screening.settings import Settings


@dataclass(frozen=True)
class Step:
    """One step. `reads` and `writes` name staged tables; a step that reads another one fails."""

    name: str
    title: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    run: Callable[[Context], None]


_LISTS = ("list_versions", "entities", "names", "identifiers", "groups", "suppressed")
_CONTROL = ("correlations", "control_entries", "chemicals")
_PARTY_HITS = ("hits_parties", "hits_suppressed")
_HITS = ("hits_goods", "hits_parties", "hits_indicators")
_ALERTS = ("alerts", "alert_reasons", "daily_summary")

STEPS: tuple[Step, ...] = (
    Step("intake", "Take in new files", (), (), work.intake),
    Step("look_back", "Look back where lists changed", (), (), work.look_back),
    Step("history", "Bring the history up to date", (), (), work.remember),
    Step(
        "pin",
        "Pin the day and all versions",
        (),
        ("items", "owners", "intake_profile", *_LISTS, *_CONTROL, "goods_model"),
        pin,
    ),
    Step("screen", "Compare new parties with the lists", ("items", "owners"), ("matches",), work.screen_parties),
    Step("goods", "Goods rules", ("items", *_LISTS, *_CONTROL, "goods_model"), ("hits_goods",), work.goods),
    Step("parties", "Party rules", ("items", "matches", *_LISTS, *_CONTROL), _PARTY_HITS, work.parties),
    Step(
        "indicators",
        "Indicators",
        ("owners", "matches", "identifiers", "entities"),
        ("hits_indicators", "indicator_runs"),
        work.run_indicators,
    ),
    Step(
        "score",
        "Score and explain",
        ("items", "list_versions", *_HITS, "hits_suppressed"),
        ("hits", *_ALERTS),
        work.score_day,
    ),
    Step(
        "check",
        "Check data quality",
        ("items", "intake_profile", "entities", "hits", *_ALERTS),
        ("quality_results",),
        work.check,
    ),
    Step("publish", "Publish", ("items", "hits", *_ALERTS, "quality_results", "indicator_runs"), (), work.publish),
)
"""In the order in which they run. `goods`, `parties` and `indicators` do not need one another."""


def step_named(name: str) -> Step:
    """Return the step; raises NotFoundError."""
    for step in STEPS:
        if step.name == name:
            return step
    raise NotFoundError(f"there is no step {name!r}", remedy=f"Steps: {', '.join(step.name for step in STEPS)}")


def run_step(step: Step, settings: Settings, screening_date: date, staging: Staging) -> None:
    """Run one step. Raises ScreeningError when it reads or writes a table that it does not declare."""

    def read(name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        if name not in step.reads:
            raise ScreeningError(f"step {step.name} reads {name}, which it does not declare", where="pipeline/steps.py")
        return staging.read(name, columns)

    written: set[str] = set()

    def note_write(name: str) -> None:
        if name not in step.writes:
            raise ScreeningError(
                f"step {step.name} writes {name}, which it does not declare", where="pipeline/steps.py"
            )
        written.add(name)

    step.run(Context(settings, screening_date, staging, read, note_write))
    if missing := sorted(set(step.writes) - written):
        raise ScreeningError(f"step {step.name} did not write {', '.join(missing)}", where="pipeline/steps.py")
