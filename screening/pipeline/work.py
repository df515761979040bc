"""What each step does: read its tables, call the rooms of the house, stage or publish the result."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime

import polars as pl

from hs_codes import load_control_lists
from hs_codes.in_force import correlations_on, with_loaded
from hs_codes.store import store_control_lists
from screening.alerts.policy import Policy, load_policy
from screening.alerts.score import score, with_suppressed
from screening.errors import LakeError, QualityError, SettingsError
from screening.intake import load_inbox
from screening.intake.mapping import load_mappings
from screening.lake import open_lake, read_sql, require_current, run_sql
from screening.lists.refreshes import stale_lists
from screening.lists.sources import cadences, load_sources
from screening.lists.store import read_in_force
from screening.pipeline.context import Context
from screening.pipeline.history import behind as history_lacks
from screening.pipeline.history import bring_up_to_date
from screening.pipeline.parties import matches_of_day
from screening.pipeline.party_hits import party_hits
from screening.pipeline.publish import publish_day, record_refusal
from screening.pipeline.registry import Standing, standing
from screening.pipeline.rescreen import rescreen
from screening.pipeline.staging import IntakeSummary, Manifest
from screening.review.suppressed_pairs import suppressed_pairs
from screening.rules import history
from screening.rules.catalogue import rules
from screening.rules.goods import goods_hits
from screening.rules.goods.model import HeadingModel
from screening.rules.goods.model_store import model_in_force
from screening.rules.indicators import indicators
from screening.rules.indicators.run import run_all
from screening.rules.parties.owners import as_parties, listed_owners, owners_of
from screening.rules.rule import Inputs
from screening.schemas.intake import DECLARATIONS, INTAKE_PROFILE
from screening.schemas.reference import ENTITY_GROUPS
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
from screening.schemas.review import SUPPRESSED_PAIRS
from screening.version import code_version

_ATTEMPTS = 3


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


def pin(context: Context) -> None:
    """Fix everything that the run depends on: the state of the lake, the day's items, lists, control lists, policy.

    The history is that of the same state: where others took files in meanwhile, it is brought up to date first.
    Raises LakeError when that does not come to an end.
    """
    for _ in range(_ATTEMPTS):
        if pin_state(context):
            return
        bring_up_to_date(context.settings)
    raise LakeError("files came in each time the day was pinned", remedy="Run again when they are in")


def pin_state(context: Context, snapshot_id: int | None = None) -> bool:
    """Pin the newest state of the lake; return False when its history lacks what came in.

    With `snapshot_id` a past state, for a replay; nothing is written into the lake then.
    """
    policy = load_policy(context.settings.policy, context.settings.indicators)
    control = load_control_lists()
    if snapshot_id is None:
        with open_lake(context.settings) as connection:
            require_current(connection)
            store_control_lists(connection, control)
    with open_lake(context.settings, read_only=True, snapshot_id=snapshot_id) as connection:
        connection.execute("BEGIN TRANSACTION READ ONLY")  # all reads below see one state of the lake
        if history_lacks(connection):
            return False
        newest = connection.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchone()
        snapshot = newest if snapshot_id is None else (snapshot_id,)
        items = connection.execute(
            "FROM intake.declarations WHERE registration_date = ? ORDER BY declaration_id, item_number",
            [context.screening_date],
        ).pl()
        owners = owners_of(connection, pl.concat([items["consignee_tax_id"], items["consignor_tax_id"]]))
        lists = read_in_force(connection)
        control = with_loaded(connection, control, context.screening_date)
        behind = stale_lists(connection, cadences(load_sources(context.settings.list_sources)), datetime.now(UTC))
        groups = connection.execute("FROM reference.entity_groups ORDER BY entity_id").pl()
        suppressed = suppressed_pairs(connection, items)
        stands = standing(connection)
        model = model_in_force(connection)
        # Rates that come late give items their value in US dollars, so they are inputs of a run.
        rates = connection.execute(
            "SELECT count(*), max(loaded_at)::VARCHAR FROM reference.exchange_rates WHERE rate_date <= ?",
            [context.screening_date],
        ).fetchone()
        history = connection.execute(
            # Invoices and the register count whenever they came: rules look ahead in them.
            "SELECT file_id FROM intake.files WHERE first_day <= ? OR record_kind <> 'declarations' ORDER BY 1",
            [context.screening_date],
        ).fetchall()
        profile = run_sql(
            connection, read_sql("screening.pipeline", "intake_profile"), {"screening_date": context.screening_date}
        ).pl()
        connection.execute("COMMIT")
    correlations = correlations_on(control.correlations, context.screening_date)
    list_versions = [f"{row['list_id']} {row['list_version']}" for row in lists.versions.to_dicts()]
    control_versions = control.versions()
    input_hash = _sha256(
        *(file_id for (file_id,) in history),
        str(rates),
        *items.select(pl.format("{}:{}", "file_id", "row_number").sort()).to_series(),
    )
    weighed_by = stands.weighed_by if stands else sorted(list_versions)
    pinned = (
        *(
            policy.version,
            code_version(),
            *_own_versions(context),
            *list_versions,
            *map(str, control_versions.rows()),
            input_hash,
        ),
        *("weighed by", *weighed_by, "groups", *map(str, groups.rows())),
        *("heading model", hashlib.sha256(model or b"").hexdigest()),
        *("suppressed", *map(str, suppressed.select("suppression_id", "entity_id").rows())),
    )
    manifest = Manifest(
        run_id=f"{context.screening_date}-{_sha256(str(context.screening_date), *pinned)[:12]}",
        screening_date=str(context.screening_date),
        started_at=datetime.now(UTC).isoformat(),
        snapshot_id=snapshot[0] if snapshot else 0,
        code_version=code_version(),
        policy_version=policy.version,
        list_versions=list_versions,
        control_list_versions=[" ".join(row) for row in control_versions.rows()],
        chpl_version=control_versions.filter(pl.col("control_list") == "CHPL")["control_list_version"][0],
        input_hash=input_hash,
        weighed_by=weighed_by,
        warnings=[
            # A replay takes nothing in.
            *(context.staging.read_intake().lasting_warnings() if snapshot_id is None else []),
            *_warnings(context, policy, items, lists.versions),
            *behind,
            *_not_looked_back(stands, list_versions),
            *(
                []
                if model
                else ["no model is trained: descriptions were not held against codes; `screening goods train`"]
            ),
        ],
    )
    context.staging.write_manifest(manifest)
    context.write("items", items, DECLARATIONS)
    context.write("owners", owners)
    context.write("intake_profile", profile, INTAKE_PROFILE)
    context.write("list_versions", lists.versions)
    context.write("entities", lists.entities)
    context.write("names", lists.names)
    context.write("identifiers", lists.identifiers)
    context.write("groups", groups, ENTITY_GROUPS)
    context.write("suppressed", suppressed, SUPPRESSED_PAIRS)
    context.write("correlations", correlations)
    context.write("control_entries", control.entries)
    context.write("chemicals", control.chemicals)
    context.write("goods_model", pl.DataFrame({"content": [model] if model else []}, schema={"content": pl.Binary}))
    return True


def _warnings(context: Context, policy: Policy, items: pl.DataFrame, versions: pl.DataFrame) -> list[str]:
    found = []
    if items.is_empty():
        found.append(f"no declarations are registered on {context.screening_date}")
    if versions.is_empty():
        found.append("no sanctions list is loaded: parties were not screened; run `screening lists load`")
    for row in versions.iter_rows(named=True):
        published = row["published_date"]
        age = (context.screening_date - published).days if published else None
        if age is None:
            found.append(f"the age of list {row['list_id']} is not known")
        elif age > policy.list_age_warning_days:
            found.append(f"list {row['list_id']} is {age} days old")
    return found


def _not_looked_back(stands: Standing | None, list_versions: list[str]) -> list[str]:
    if stands is None or sorted(stands.list_versions) == sorted(list_versions):
        return []
    return ["lists changed, but earlier days were not looked back on; run `screening rescreen` to see why"]


def _own_versions(context: Context) -> list[str]:
    return [f"{one.rule.rule_id} {one.version}" for one in indicators(context.settings.indicators) if one.is_own]


def _sha256(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


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
    """Run every indicator on the lake as it was when the run began. One that fails or is slow is left out."""
    policy, manifest = _policy(context), context.staging.read_manifest()
    found = indicators(context.settings.indicators)
    given = {"screening_date": context.screening_date, "chpl_version": manifest.chpl_version}
    parameters = {one.rule.rule_id: policy.parameters(one.rule.rule_id) | given for one in found}
    owners = listed_owners(
        context.read("owners"), context.read("matches"), context.read("identifiers"), context.read("entities")
    )
    with open_lake(context.settings, read_only=True, snapshot_id=manifest.snapshot_id) as connection:
        wanted = {table for one in found for table in one.inputs}
        history.prepare(connection, context.screening_date, manifest.chpl_version, owners, wanted)
        frames, outcomes = run_all(connection, found, parameters, policy.indicator_seconds)
    fared = pl.DataFrame([asdict(outcome) for outcome in outcomes]).with_columns(
        pl.lit(manifest.run_id).alias("run_id"),
        pl.lit(context.screening_date).alias("screening_date"),
        pl.col("message").cast(pl.String),
    )
    context.write("indicator_runs", fared, INDICATOR_RUNS)
    context.write("hits_indicators", _together(frames), RULE_HITS)


def score_day(context: Context) -> None:
    """Turn hits into alerts. Suppressed hits are published and counted, and give no points."""
    manifest = context.staging.read_manifest()
    rule_hits = pl.concat([context.read(name) for name in ("hits_goods", "hits_parties", "hits_indicators")])
    scored = score(
        context.screening_date,
        manifest.run_id,
        context.read("items"),
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
            record_refusal(connection, manifest, results, context.read("items").height)
    refuse_if_failed(results)


def publish(context: Context) -> None:
    """Replace the day in the published tables, in one transaction."""
    manifest = context.staging.read_manifest()
    with open_lake(context.settings) as connection:
        publish_day(
            connection,
            manifest,
            items_count=context.read("items").height,
            tables={
                HITS: context.read("hits"),
                ALERTS: context.read("alerts"),
                ALERT_REASONS: context.read("alert_reasons"),
                DAILY_SUMMARY: context.read("daily_summary"),
            },
            quality_results=context.read("quality_results"),
            indicator_runs=context.read("indicator_runs"),
        )
