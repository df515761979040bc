"""From hits to alerts: points by the policy, reasons in words, one alert per declaration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from screening.alerts.policy import Policy
from screening.lake import read_sql, run_sql
from screening.rules.rule import Rule
from screening.schemas.results import ALERT_REASONS, ALERTS, DAILY_SUMMARY
from screening.texts import text

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

SCORED_COLUMNS = (
    "declaration_id", "item_number", "flow", "office_code", "consignor_name", "consignee_name", "consignee_tax_id",
    "dispatch_country_code", "trade_country_code", "destination_country_code", "statistical_value",
)  # fmt: skip
"""What of an item an alert shows: a million items with all their columns take a gigabyte more."""


@dataclass(frozen=True)
class Scored:
    """The day's alert tables, without the run's id."""

    alerts: pl.DataFrame
    alert_reasons: pl.DataFrame
    daily_summary: pl.DataFrame


def score(
    screening_date: date,
    run_id: str,
    items: pl.DataFrame,
    rule_hits: pl.DataFrame,
    list_versions: pl.DataFrame,
    policy: Policy,
    rules: Mapping[str, Rule],
) -> Scored:
    """Score the day's hits. Shapes: SCORED_COLUMNS of DECLARATIONS, RULE_HITS, LIST_VERSIONS → ALERTS and its like.

    An alert's score is the sum of its reasons' points, so that every point can be traced to a hit.
    """
    weights = pl.DataFrame(
        {
            "rule_id": list(policy.rules),
            "weight": [rule.weight for rule in policy.rules.values()],
            # A rule without a family is one by itself.
            "family": [rule.family or rule_id for rule_id, rule in policy.rules.items()],
        }
    )
    severities = pl.DataFrame({"severity": list(policy.severities), "least_score": list(policy.severities.values())})
    parameters = {
        "screening_date": screening_date,
        "repeat_factor": policy.repeat_factor,
        "alert_threshold": policy.alert_threshold,
    }
    with duckdb.connect(config={"python_enable_replacements": "false"}) as connection:
        for name, frame in (
            ("items", items),
            ("rule_hits", rule_hits),
            ("list_versions", list_versions),
            ("weights", weights),
            ("severities", severities),
        ):
            connection.register(name, frame)
        reasons = run_sql(connection, read_sql("screening.alerts", "alert_reasons"), parameters).pl()
        reasons = ALERT_REASONS.conform(explain(reasons, rules, "en"))
        connection.register("alert_reasons", reasons)
        alerts = run_sql(connection, read_sql("screening.alerts", "alerts"), parameters).pl()
        alerts = ALERTS.conform(alerts.with_columns(pl.lit(run_id).alias("run_id")))
        connection.register("alerts", alerts)
        summary = run_sql(connection, read_sql("screening.alerts", "daily_summary"), parameters).pl()
    return Scored(alerts, reasons, DAILY_SUMMARY.conform(summary))


def with_suppressed(daily_summary: pl.DataFrame, suppressed: pl.DataFrame) -> pl.DataFrame:
    """Return a day's DAILY_SUMMARY with the counts of its suppressed hits (SUPPRESSED_HITS) by rule."""
    if daily_summary.is_empty() or suppressed.is_empty():
        return daily_summary
    counts = suppressed.group_by(pl.col("rule_id").alias("name")).agg(pl.len().cast(pl.Int64).alias("count"))
    measured = counts.with_columns(
        pl.lit(daily_summary["screening_date"][0]).alias("screening_date"), pl.lit("suppressed_hits").alias("measure")
    )
    return pl.concat([daily_summary, measured.select(daily_summary.columns)]).sort("measure", "name")


def explain(reasons: pl.DataFrame, rules: Mapping[str, Rule], language: str) -> pl.DataFrame:
    """Return the reasons with a column `explanation`: each rule's sentence, filled in, in one of the languages."""
    # A rule that is known no more keeps what was said of it when it was published.
    sentence = pl.col("explanation") if "explanation" in reasons.columns else pl.lit("")
    # A loop over rules, not rows: each rule has its own sentence.
    for rule_id, rule in rules.items():
        sentence = pl.when(pl.col("rule_id") == rule_id).then(_filled(rule.sentence[language])).otherwise(sentence)
    subjects = {subject: text(f"subject.{subject}", language) for subject in reasons["subject"].unique()}
    spoken = reasons.with_columns(pl.col("subject").replace(subjects))
    return reasons.with_columns(spoken.select(sentence.alias("explanation")).to_series())


def _filled(template: str) -> pl.Expr:
    names = _PLACEHOLDER.findall(template)
    blank = _PLACEHOLDER.sub("{}", template)
    return pl.format(blank, *(pl.col(name) for name in names)) if names else pl.lit(blank)
