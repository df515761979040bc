"""Publishing: the day's tables change together, in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import duckdb
import polars as pl

from screening.lake import in_transaction, insert, note_run
from screening.pipeline.look_back_marks import keep_marks, marked_hits_of_day
from screening.pipeline.staging import Manifest
from screening.schemas import Table
from screening.schemas.results import INDICATOR_RUNS, QUALITY_RESULTS, RUNS


def publish_day(
    connection: duckdb.DuckDBPyConnection,
    manifest: Manifest,
    items_count: int,
    tables: Mapping[Table, pl.DataFrame],
    quality_results: pl.DataFrame,
    indicator_runs: pl.DataFrame,
) -> None:
    """Replace the manifest's day in `tables` (each has a column screening_date) and record the run.

    Publishing the same tables again changes nothing that a reader sees. What a look back found before stays marked.
    """
    counts = {table.name: frame.height for table, frame in tables.items()}
    warned = quality_results.filter(~pl.col("is_passed"))
    warnings = [
        *manifest.warnings,
        *indicator_runs.filter(pl.col("status") != "ran")
        .select(pl.format("indicator {} was left out: {}", "rule_id", "message"))
        .to_series(),
        *warned.select(pl.format("quality: {} ({})", "meaning", "observed")).to_series(),
    ]
    run = run_row(manifest, "published", items_count, counts["hits"], counts["alerts"], warnings)

    def replace(lake: duckdb.DuckDBPyConnection) -> None:
        kept = keep_marks(tables, marked_hits_of_day(lake, manifest.screening_date))
        for table, frame in kept.items():
            remove = f"DELETE FROM {table.full_name} WHERE screening_date = ?"  # noqa: S608 - a constant of ours
            lake.execute(remove, [manifest.screening_date])
            insert(lake, table, frame)
        _replace_run(lake, manifest, run, quality_results)
        lake.execute("DELETE FROM ops.indicator_runs WHERE run_id = ?", [manifest.run_id])
        insert(lake, INDICATOR_RUNS, indicator_runs)

    in_transaction(connection, replace)


def record_refusal(
    connection: duckdb.DuckDBPyConnection, manifest: Manifest, quality_results: pl.DataFrame, items_count: int
) -> None:
    """Record a run that a quality check stopped, with the results; the published tables stay as they are."""
    failed = quality_results.filter((pl.col("severity") == "fail") & ~pl.col("is_passed"))
    warnings = [*manifest.warnings, *failed.select(pl.format("refused: {} ({})", "meaning", "observed")).to_series()]
    run = run_row(manifest, "refused", items_count, 0, 0, warnings)
    in_transaction(connection, lambda lake: _replace_run(lake, manifest, run, quality_results))


def _replace_run(
    lake: duckdb.DuckDBPyConnection, manifest: Manifest, run: pl.DataFrame, quality_results: pl.DataFrame
) -> None:
    note_run(lake, manifest.run_id, manifest.snapshot_id)
    lake.execute("DELETE FROM screening.runs WHERE run_id = ?", [manifest.run_id])
    insert(lake, RUNS, run)
    insert(lake, QUALITY_RESULTS, quality_results)


def run_row(
    manifest: Manifest, status: str, item_count: int, hit_count: int, alert_count: int, warnings: list[str]
) -> pl.DataFrame:
    """Return the row of RUNS for a run that ends now."""
    row = {
        "run_id": manifest.run_id,
        "screening_date": date.fromisoformat(manifest.screening_date),
        "status": status,
        "started_at": datetime.fromisoformat(manifest.started_at),
        "finished_at": datetime.now(UTC),
        "code_version": manifest.code_version,
        "policy_version": manifest.policy_version,
        "list_versions": manifest.list_versions,
        "control_list_versions": manifest.control_list_versions,
        "input_hash": manifest.input_hash,
        "item_count": item_count,
        "hit_count": hit_count,
        "alert_count": alert_count,
        "warnings": warnings,
        "kind": "day",
    }
    return pl.DataFrame([row], schema=RUNS.polars_schema)
