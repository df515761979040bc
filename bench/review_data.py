"""The lake of `bench.review`: a published day of made-up alerts, and the accounts of those who review it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb
import polars as pl

from screening.lake import initialise, open_lake
from screening.pipeline.publish import publish_day
from screening.pipeline.staging import Manifest
from screening.review import Accounts, Actor
from screening.review.actor import Role
from screening.schemas.results import ALERT_REASONS, ALERTS, DAILY_SUMMARY, HITS, INDICATOR_RUNS, QUALITY_RESULTS
from screening.settings import Settings

DAY = date(2026, 11, 20)
REVIEWERS: tuple[tuple[str, Role], ...] = (
    ("anna", "officer"),
    ("boris", "officer"),
    ("clara", "supervisor"),
    ("dinara", "officer"),
)
PASSWORD = "a long enough pass phrase"


def make_lake(settings: Settings, alert_count: int) -> dict[str, pl.DataFrame]:
    """Make a lake with a published day of alerts and accounts of the reviewers; return the day's tables."""
    frames = make_day(alert_count)
    with open_lake(settings) as connection:
        initialise(connection)
        publish(connection, frames)
    accounts = Accounts(settings)
    root = Actor(accounts.add(None, "root", "administrator", PASSWORD).name, "administrator")
    for name, role in REVIEWERS:
        accounts.add(root, name, role, f"{PASSWORD} at first")
        accounts.change_password(Actor(name, role), f"{PASSWORD} at first", PASSWORD)
    return frames


def make_day(alert_count: int) -> dict[str, pl.DataFrame]:
    """A day's tables: so many alerts with two reasons each."""
    n = pl.int_range(alert_count, eager=True)
    declaration = pl.Series([f"55301/201126/{i:07d}" for i in n])
    severity = pl.Series([("critical", "high", "medium", "low")[i % 4] for i in n])
    alerts = pl.DataFrame(
        {"alert_id": [f"20261120-{i:010X}" for i in n], "declaration_id": declaration, "severity": severity,
         "score": (200.0 - n % 160).cast(pl.Float64)}
    ).with_columns(
        screening_date=pl.lit(DAY), run_id=pl.lit("bench"), reason_count=pl.lit(2, pl.Int64),
        rule_ids=pl.lit(["PARTY_NAME_FUZZY", "CHPL_HIT"]), headline=pl.lit("A reason"), flow=pl.lit("import"),
        office_code=pl.lit("55301"), consignor_name=pl.lit("NORDLICHT GMBH"), consignee_name=pl.lit("ТОО «Үлгі»"),
        consignee_tax_id=pl.lit(None, pl.String), corridor=pl.lit("DE → KZ"), item_count=pl.lit(1, pl.Int64),
        statistical_value=pl.lit(5400.0), is_look_back=pl.lit(False), status=pl.lit("open"),
        status_reason=pl.lit(None, pl.String),
    )  # fmt: skip
    reasons = pl.concat(
        alerts.select("alert_id", "screening_date", "declaration_id").with_columns(
            reason_number=pl.lit(number, pl.Int64), item_number=pl.lit(None, pl.Int64), rule_id=pl.lit(rule_id),
            subject=pl.lit(subject), strength=pl.lit(1.0), declared=pl.lit("declared"), reference=pl.lit("listed"),
            reference_id=pl.lit("TEST:1"), reference_list=pl.lit("TEST"), reference_version=pl.lit("v1"),
            detail=pl.lit("{}"), weight=pl.lit(100.0), points=pl.lit(50.0), list_age_days=pl.lit(1, pl.Int64),
            explanation=pl.lit("A reason"), is_look_back=pl.lit(False),
        )
        for number, rule_id, subject in ((1, "PARTY_NAME_FUZZY", "consignor"), (2, "CHPL_HIT", "goods"))
    )  # fmt: skip
    hits = reasons.with_columns(run_id=pl.lit("bench"), suppression_id=pl.lit(None, pl.String))
    return {"hits": HITS.conform(hits), "alerts": ALERTS.conform(alerts), "reasons": ALERT_REASONS.conform(reasons)}


def publish(connection: duckdb.DuckDBPyConnection, frames: dict[str, pl.DataFrame]) -> None:
    """Publish the day's tables, as a run would."""
    manifest = Manifest("bench", str(DAY), datetime.now(UTC).isoformat(), 0, "v", "p", [], [], "v", "h", [], [])
    tables = {HITS: frames["hits"], ALERTS: frames["alerts"], ALERT_REASONS: frames["reasons"],
              DAILY_SUMMARY: DAILY_SUMMARY.empty()}  # fmt: skip
    publish_day(connection, manifest, frames["alerts"].height, tables, QUALITY_RESULTS.empty(), INDICATOR_RUNS.empty())
