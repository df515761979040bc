"""What each step does: read its tables, call the rooms of the house, stage or publish the result."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict

import polars as pl

from screening.alerts.policy import Policy, load_policy
from screening.alerts.score import SCORED_COLUMNS, score, with_suppressed
from screening.errors import QualityError, SettingsError
from screening.intake import load_inbox
from screening.intake.mapping import load_mappings
from screening.lake import open_lake, require_current
from screening.pipeline.context import Context
from screening.pipeline.history import bring_up_to_date
from screening.pipeline.parties import matches_of_day
from screening.pipeline.party_hits import party_hits
from screening.pipeline.publish import publish_day, record_refusal
from screening.pipeline.rescreen import rescreen
from screening.pipeline.staging import IntakeSummary
from screening.rules import history
from screening.rules.catalogue import rules
from screening.rules.goods import goods_hits
from screening.rules.goods.model import HeadingModel
from screening.rules.indicators import indicators
from screening.rules.indicators.run import run_all
from screening.rules.parties.owners import as_parties, listed_owners
from screening.rules.rule import Inputs
from screening.schemas.results import (
    ALERT_REASONS,
    ALERTS,
    DAILY_SUMMARY,
    HITS,
    INDICATOR_RUNS,
    QUALITY_RESULTS,
    RULE_HITS,
    SUPPRESSED_HITS,
)


def intake(context: Context) -> None:
    """Take in the inbox. A file that cannot be read is set aside, and the run's warnings say so for each of them."""
    settings = context.settings
    with open_lake(settings) as connection:
        require_current(connection)
        report = load_inbox(
            connection,
            settings.inbox_folder,
            settings.staging_folder,
            load_mappings(settings.mappings_folder),
            settings.settle_seconds,
        )
    context.staging.write_intake(
        IntakeSummary(
            new_files=len(report.new_files),
            rows_read=sum(file.rows_read for file in report.new_files),
            rows_accepted=sum(file.rows_accepted for file in report.new_files),
            rows_rejected=sum(file.rows_rejected for file in report.new_files),
            ignored_files=list(report.ignored),
            refused_files=[str(error) for error in report.refused],
            waiting_files=list(report.waiting),
            taken_files=[file.file_name for file in report.new_files],
            other_days=[str(day) for day in report.days if day != context.screening_date],
        )
    )


def look_back(context: Context) -> None:
    """Bring the registry of parties to the lists in force, and look back on earlier days where lists changed.

    What fails here does not stop the day: its own parties are held against the lists in force all the same, and the
    run's warnings say that earlier days were not looked back on.
    """
    with suppress(QualityError):
        rescreen(context.settings)


def remember(context: Context) -> None:
    """Bring the history up to date with what came in: the indicators read it."""
    with open_lake(context.settings) as connection:
        require_current(connection)
    bring_up_to_date(context.settings)


def _policy(context: Context) -> Policy:
    """Return the policy that the run pinned; raises SettingsError when the file changed since."""
    policy, pinned = (
        load_policy(context.settings.policy, context.settings.indicators),
        context.staging.read_manifest().policy_version,
    )
    if policy.version != pinned:
        raise SettingsError(
            f"the policy changed from {pinned} to {policy.version} during the run", remedy="Run the day again"
        )
    return policy


def _inputs(context: Context) -> Inputs:
    return Inputs(
        context.screening_date,
        items=context.read("items"),
        entities=context.read("entities"),
        names=context.read("names"),
        identifiers=context.read("identifiers"),
        correlations=context.read("correlations"),
        control_entries=context.read("control_entries"),
        chemicals=context.read("chemicals"),
        groups=context.read("groups"),
        suppressed=context.read("suppressed"),
    )


def screen_parties(context: Context) -> None:
    """Compare the day's parties with the listed names, as far as the registry does not know them."""
    manifest = context.staging.read_manifest()
    parameters = _policy(context).parameters("PARTY_NAME_FUZZY")
    # Who owns a party is screened like a party, and registered as one: known owners are not compared again.
    parties = pl.concat([context.read("items"), as_parties(context.read("owners"))], how="diagonal")
    matches = matches_of_day(context.settings, parties, manifest, parameters)
    context.write("matches", matches)


def goods(context: Context) -> None:
    """Run the rules on goods."""
    policy, inputs = _policy(context), _inputs(context)
    contents = context.read("goods_model")["content"].to_list()
    model = HeadingModel.from_bytes(contents[0]) if contents else None
    context.write("hits_goods", _together([goods_hits(inputs, policy.parameters, model)]), RULE_HITS)


def parties(context: Context) -> None:
    """Run the rules on parties, vessels and wallets; what officers suppressed is staged apart."""
    found, suppressed = party_hits(_inputs(context), context.read("matches"), _policy(context).parameters)
    context.write("hits_parties", found, RULE_HITS)
    context.write("hits_suppressed", suppressed, SUPPRESSED_HITS)


def _together(found: list[pl.DataFrame]) -> pl.DataFrame:
    columns = list(RULE_HITS.polars_schema)
    together = pl.concat([RULE_HITS.empty(), *(frame.select(columns) for frame in found)], how="vertical_relaxed")
    # Sums of floats depend on the order in which threads add them; beyond six digits nothing is meant.
    return together.with_columns(pl.col("strength").round(6)).sort(*RULE_HITS.key)


def run_indicators(context: Context) -> None:
    """Run the policy's indicators on the lake as it was when the run began. One that fails or is slow is left out."""
    policy, manifest = _policy(context), context.staging.read_manifest()
    found = [one for one in indicators(context.settings.indicators) if policy.rules[one.rule.rule_id].enabled]
    given = {"screening_date": context.screening_date, "chpl_version": manifest.chpl_version}
    parameters = {one.rule.rule_id: policy.parameters(one.rule.rule_id) | given for one in found}
    owners = listed_owners(
        context.read("owners"), context.read("matches"), context.read("identifiers"), context.read("entities")
    )
    with open_lake(context.settings, read_only=True, snapshot_id=manifest.snapshot_id) as connection:
        wanted = {table for one in found for table in one.inputs}
        history.prepare(connection, context.screening_date, manifest.chpl_version, owners, wanted)
        frames, outcomes = run_all(connection, found, parameters, policy.indicator_seconds)
    about_run = {"run_id": manifest.run_id, "screening_date": context.screening_date}
    fared = pl.DataFrame([asdict(outcome) | about_run for outcome in outcomes], schema_overrides={"message": pl.String})
    context.write("indicator_runs", fared if outcomes else INDICATOR_RUNS.empty(), INDICATOR_RUNS)
    context.write("hits_indicators", _together(frames), RULE_HITS)


def score_day(context: Context) -> None:
    """Turn hits into alerts. Suppressed hits are published and counted, and give no points."""
    manifest = context.staging.read_manifest()
    rule_hits = pl.concat([context.read(name) for name in ("hits_goods", "hits_parties", "hits_indicators")])
    scored = score(
        context.screening_date,
        manifest.run_id,
        context.read("items", SCORED_COLUMNS),
        rule_hits,
        context.read("list_versions"),
        _policy(context),
        rules(context.settings.indicators),
    )
    suppressed = context.read("hits_suppressed")
    hits = pl.concat([rule_hits, suppressed], how="diagonal").with_columns(
        pl.lit(context.screening_date).alias("screening_date"),
        pl.lit(manifest.run_id).alias("run_id"),
        pl.lit(False).alias("is_look_back"),
    )
    context.write("hits", hits.sort(*RULE_HITS.key), HITS)
    context.write("alerts", scored.alerts, ALERTS)
    context.write("alert_reasons", scored.alert_reasons, ALERT_REASONS)
    context.write("daily_summary", with_suppressed(scored.daily_summary, suppressed), DAILY_SUMMARY)


def check(context: Context) -> None:
    """Hold the staged tables against the quality suites; a failing check stops the run here.

    Raises QualityError that names the checks and the rows; the results and the refused run are recorded.
    """
    # Imported here: Great Expectations takes seconds, and only this step needs it.
    from screening.quality.gate import refuse_if_failed, run_suites

    manifest = context.staging.read_manifest()
    tables = {
        "declarations": context.staging.path("items"),
        "intake_profile": context.staging.path("intake_profile"),
        "listed_entities": context.staging.path("entities"),
        "hits": context.staging.path("hits"),
        "alerts": context.staging.path("alerts"),
        "alert_reasons": context.staging.path("alert_reasons"),
    }
    results = QUALITY_RESULTS.conform(
        run_suites(tables, manifest.run_id, context.screening_date, context.settings.data_docs_folder)
    )
    context.write("quality_results", results)
    if not results.filter((pl.col("severity") == "fail") & ~pl.col("is_passed")).is_empty():
        with open_lake(context.settings) as connection:
            record_refusal(connection, manifest, results, context.read("items", ["item_number"]).height)
    refuse_if_failed(results)


def publish(context: Context) -> None:
    """Replace the day in the published tables, in one transaction."""
    manifest = context.staging.read_manifest()
    with open_lake(context.settings) as connection:
        publish_day(
            connection,
            manifest,
            items_count=context.read("items", ["item_number"]).height,
            tables={
                HITS: context.read("hits"),
                ALERTS: context.read("alerts"),
                ALERT_REASONS: context.read("alert_reasons"),
                DAILY_SUMMARY: context.read("daily_summary"),
            },
            quality_results=context.read("quality_results"),
            indicator_runs=context.read("indicator_runs"),
        )
