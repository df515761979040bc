"""Publishing a look back: the alerts concerned change together with the registry, in one transaction."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import polars as pl

from screening.lake import insert, note_run, read_sql
from screening.pipeline.look_back import LookBack
from screening.schemas.results import ALERT_REASONS, ALERTS, DAILY_SUMMARY, HITS, QUALITY_RESULTS, RUNS

SUITES = ("hits", "alerts", "alert_reasons")
"""The suites that hold for declarations of several days together."""


def check_look_back(found: LookBack, entities: pl.DataFrame) -> pl.DataFrame:
    """Hold what was found against the quality suites and return the results; raises QualityError when one fails."""
    # Imported here: Great Expectations takes seconds, and only a look back that found something needs it.
    from screening.quality.gate import refuse_if_failed, run_suites

    frames = {
        "declarations": found.items,
        "listed_entities": entities,
        "hits": found.hits,
        "alerts": found.alerts,
        "alert_reasons": found.alert_reasons,
    }
    with tempfile.TemporaryDirectory(prefix="look-back-") as folder:
        tables = {name: Path(folder) / f"{name}.parquet" for name in frames}
        for name, frame in frames.items():
            frame.write_parquet(tables[name])
        day = found.run["screening_date"][0]
        results = QUALITY_RESULTS.conform(run_suites(tables, found.run_id, day, only=SUITES))
    refuse_if_failed(results)
    return results


def publish_look_back(lake: duckdb.DuckDBPyConnection, found: LookBack, results: pl.DataFrame) -> None:
    """Replace hits, alerts and reasons of the declarations that changed, close alerts, and count their days anew.

    Runs inside of a transaction of the caller's.
    """
    lake.register("closed_alerts", found.closed)
    lake.execute(
        "UPDATE alerts.alerts SET status = 'closed', status_reason = c.status_reason"
        " FROM closed_alerts AS c WHERE alerts.alert_id = c.alert_id"
    )
    kept = "SELECT declaration_id FROM alerts.alerts SEMI JOIN closed_alerts USING (alert_id)"
    lake.register("changed_items", found.items.select("declaration_id").unique())
    for table, frame in ((HITS, found.hits), (ALERTS, found.alerts), (ALERT_REASONS, found.alert_reasons)):
        # The table's name is one of our own constants. What a closed alert was made of stays.
        lake.execute(
            f"DELETE FROM {table.full_name} WHERE declaration_id IN (FROM changed_items)"  # noqa: S608
            f" AND declaration_id NOT IN ({kept})"
        )
        insert(lake, table, frame)
    lake.unregister("closed_alerts")
    lake.unregister("changed_items")
    days = {"days": found.days}
    summary = lake.execute(read_sql("screening.pipeline", "summary_of_days"), days).pl()
    lake.execute(
        "DELETE FROM alerts.daily_summary WHERE list_contains($days, screening_date) AND measure <> 'items'", days
    )
    insert(lake, DAILY_SUMMARY, summary)
    insert(lake, RUNS, found.run)
    insert(lake, QUALITY_RESULTS, results)
    note_run(lake, found.run_id)
