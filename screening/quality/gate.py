"""The gate: all suites on the staged tables, in DuckDB through Great Expectations; a failure stops the publish."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

# Great Expectations decides at import whether to send usage statistics.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations as gx
import polars as pl
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
from great_expectations.expectations.metadata_types import FailureSeverity

from screening.errors import QualityError
from screening.lake import sql_literal
from screening.quality.data_docs import write_data_docs
from screening.quality.duckdb_dialect import buffer_results
from screening.quality.suite_files import DAY, Check, checks, suite_names
from screening.schemas.results import QUALITY_RESULTS

_EXAMPLES = 10


def run_suites(
    tables: Mapping[str, Path],
    run_id: str,
    screening_date: date,
    data_docs: Path | None = None,
    only: Collection[str] | None = None,
    group: str = DAY,
) -> pl.DataFrame:
    """Run every suite of a group, or `only` some, on `tables` (name → Parquet file) and return the results.

    Shape: ops.QUALITY_RESULTS. The tables that a suite reads must all be given.

    With `data_docs`, the results are also written there as HTML, in a folder of the day.
    """
    suites = {name: checks(name, group) for name in suite_names(group) if only is None or name in only}
    with tempfile.TemporaryDirectory(prefix="quality-") as folder:
        database = Path(folder) / "staged.duckdb"
        with duckdb.connect(str(database)) as connection:
            _make_views(connection, tables)
        context, outcome = _validate(database, suites)
        with duckdb.connect() as connection:  # the engine above keeps the database file to itself
            _make_views(connection, tables)
            results = _results(connection, suites, outcome, run_id, screening_date)
        if data_docs:
            write_data_docs(context, data_docs / str(screening_date), results)
        return results


def refuse_if_failed(results: pl.DataFrame) -> None:
    """Raise QualityError when a check of severity `fail` did not hold, naming the checks and the rows."""
    failed = results.filter((pl.col("severity") == "fail") & ~pl.col("is_passed"))
    if failed.is_empty():
        return
    said = [
        f"{row['suite']}.{row['check_id']}: {row['meaning']} — {row['observed']}"
        + (f", e.g. {'; '.join(row['examples'][:3])}" if row["examples"] else "")
        for row in failed.iter_rows(named=True)
    ]
    raise QualityError(
        f"{failed.height} quality check(s) failed, nothing was published: " + " | ".join(said),
        where="quality gate",
        remedy="See ops.quality_results and the Data Docs",
    )


def _make_views(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Path]) -> None:
    for name, path in tables.items():
        # A view takes no parameters; the names are our own, the paths lie in our staging folder.
        connection.execute(f"CREATE VIEW {name} AS FROM read_parquet({sql_literal(str(path))})")


def _validate(
    database: Path, suites: Mapping[str, list[Check]]
) -> tuple[EphemeralDataContext, dict[tuple[str, str], str | None]]:
    """Return the context and, for each check, None where it ran or the error it ended in."""
    buffer_results()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_sql(name="staged", connection_string=f"duckdb:///{database}")
    definitions = []
    for name, suite_checks in suites.items():
        suite = gx.ExpectationSuite(name=name)
        for check in suite_checks:
            suite.add_expectation(
                UnexpectedRowsExpectation(
                    unexpected_rows_query=_for_great_expectations(check.query),
                    description=check.meaning,
                    severity=FailureSeverity.CRITICAL if check.severity == "fail" else FailureSeverity.WARNING,
                    meta={"check_id": check.check_id},
                )
            )
        batch = source.add_table_asset(name, table_name=name).add_batch_definition_whole_table("day")
        definitions.append(
            context.validation_definitions.add(
                gx.ValidationDefinition(name=name, data=batch, suite=context.suites.add(suite))
            )
        )
    checkpoint = context.checkpoints.add(gx.Checkpoint(name="gate", validation_definitions=definitions))
    outcome: dict[tuple[str, str], str | None] = {}
    for result in checkpoint.run().run_results.values():
        for one in result.results:
            check_id = str(((one.expectation_config and one.expectation_config.meta) or {}).get("check_id"))
            seen = "" if one.success else str(one.result.get("observed_value", ""))
            raised = one.exception_info or {}
            if raised.get("raised_exception") or (not one.success and not seen):
                seen = f"the check could not run: {_first_line(raised)}"
            outcome[result.suite_name, check_id] = seen or None
    return context, outcome


def _for_great_expectations(query: str) -> str:
    """Return plain SQL as Great Expectations takes it: braces doubled, and its placeholder in a comment.

    It prints a notice to standard output about every query that does not name the placeholder.
    """
    return "/* {batch} */ " + query.replace("{", "{{").replace("}", "}}")


def _first_line(raised: Mapping[str, object]) -> str:
    nested = [raised, *(value for value in raised.values() if isinstance(value, dict))]
    for info in nested:
        if message := info.get("exception_message"):
            return str(message).splitlines()[0][:200]
    return "no reason given"


def _results(
    connection: duckdb.DuckDBPyConnection,
    suites: Mapping[str, list[Check]],
    outcome: Mapping[tuple[str, str], str | None],
    run_id: str,
    screening_date: date,
) -> pl.DataFrame:
    rows = []
    checked_at = datetime.now(UTC)
    for check in (check for suite in suites.values() for check in suite):
        # A check that left no outcome did not run, and a check that did not run did not pass.
        seen = outcome.get((check.suite, check.check_id), "the check could not run: it has no result")
        broken = seen is not None
        could_run = broken and not str(seen).startswith("the check could not run")
        rows.append(
            {
                "run_id": run_id,
                "screening_date": screening_date,
                "checked_at": checked_at,
                "suite": check.suite,
                "check_id": check.check_id,
                "meaning": check.meaning,
                "severity": check.severity,
                "is_passed": not broken,
                "observed": (f"{seen} row(s)" if could_run else str(seen)) if broken else "no rows",
                "examples": _examples(connection, check) if could_run else [],
            }
        )
    return QUALITY_RESULTS.conform(pl.DataFrame(rows, schema=QUALITY_RESULTS.polars_schema))


def _examples(connection: duckdb.DuckDBPyConnection, check: Check) -> list[str]:
    found = connection.execute(check.query)
    names = [column[0] for column in found.description or ()]
    return [
        ", ".join(f"{name}={value}" for name, value in zip(names, row, strict=True))
        for row in found.fetchmany(_EXAMPLES)
    ]
