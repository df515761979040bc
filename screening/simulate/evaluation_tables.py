"""The tables of an evaluation, in words: for the screen and for the page."""

from __future__ import annotations

from dataclasses import dataclass

from screening.simulate.evaluate import Evaluation
from screening.simulate.texts import say


@dataclass(frozen=True)
class WordTable:
    """A title, a header and rows, all text."""

    title: str
    header: list[str]
    rows: list[list[str]]


def percent(share: float, digits: int = 1) -> str:
    """Return a share in per cent."""
    return f"{100 * share:.{digits}f} %"


def about(evaluation: Evaluation, language: str) -> list[str]:
    """Return the sentences that stand above the tables."""
    figures = evaluation.as_dict()
    return [
        say(
            "evaluate.about",
            language,
            seed=figures["seed"],
            first=figures["first_day"],
            last=figures["last_day"],
            declarations=f"{figures['declarations']:,}",
            planted=f"{figures['planted']:,}",
            rate=percent(figures["base_rate"], 2),
            policy=figures["policy_version"],
            parameters=figures["parameters_version"],
        ),
        say(
            "evaluate.alerts",
            language,
            alerts=evaluation.alerts_per_thousand,
            precision=percent(evaluation.alert_precision),
        ),
        say("evaluate.caution", language),
    ]


def tables(evaluation: Evaluation, language: str) -> list[WordTable]:
    """Return the rankings, the schemes and the look-alikes."""

    def head(*keys: str) -> list[str]:
        return [say(f"evaluate.{key}", language) for key in keys]

    rankings = [
        [
            say(f"ranking.{one.ranking}", language),
            f"{percent(one.share)} ({one.inspected:,})",
            percent(one.precision),
            percent(one.recall),
            f"{percent(one.recall_low)} – {percent(one.recall_high)}",
        ]
        for one in evaluation.inspections
    ]
    schemes = [
        [
            row["scheme"],
            f"{row['planted']:,}",
            percent(row["recall_screening"], 0),
            percent(row["recall_code"], 0),
            percent(row["recall_code_or_name"], 0),
            percent(row["alerted"], 0),
        ]
        for row in evaluation.schemes.to_dicts()
    ]
    look_alikes = [
        [row["look_alike"], f"{row['declarations']:,}", percent(row["inspected"], 0), percent(row["alerted"], 0)]
        for row in evaluation.look_alikes.to_dicts()
    ]
    names = [say(f"ranking.{name}", language) for name in ("screening", "code", "code_or_name")]
    return [
        WordTable(
            say("evaluate.title", language), head("ranking", "inspected", "precision", "recall", "interval"), rankings
        ),
        WordTable(
            say("evaluate.by_scheme", language),
            [*head("scheme", "planted"), *names, say("evaluate.alerted", language)],
            schemes,
        ),
        WordTable(
            say("evaluate.by_look_alike", language),
            head("look_alike", "declarations", "inspected", "alerted"),
            look_alikes,
        ),
    ]
