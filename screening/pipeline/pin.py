"""Pinning: everything that a run depends on is read from one state of the lake, named, and staged."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import polars as pl

from hs_codes import load_control_lists
from hs_codes.in_force import correlations_on, with_loaded
from hs_codes.store import store_control_lists
from screening.alerts.policy import Policy, load_policy
from screening.errors import LakeError
from screening.lake import open_lake, read_sql, require_current, run_sql
from screening.lists.refreshes import stale_lists
from screening.lists.sources import cadences, load_sources
from screening.lists.store import read_in_force
from screening.pipeline.context import Context
from screening.pipeline.history import behind as history_lacks
from screening.pipeline.history import bring_up_to_date
from screening.pipeline.registry import Standing, standing
from screening.pipeline.staging import Manifest
from screening.review.suppressed_pairs import suppressed_pairs
from screening.rules.goods.model_store import model_in_force
from screening.rules.indicators import indicators
from screening.rules.parties.owners import owners_of
from screening.schemas.intake import DECLARATIONS, INTAKE_PROFILE
from screening.schemas.reference import ENTITY_GROUPS
from screening.schemas.review import SUPPRESSED_PAIRS
from screening.version import code_version

_ATTEMPTS = 3


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

    With `snapshot_id` the state that a past run had pinned, for a replay; nothing is written into the lake then.
    """
    policy = load_policy(context.settings.policy, context.settings.indicators)
    control = load_control_lists()
    if snapshot_id is None:
        with open_lake(context.settings) as connection:
            require_current(connection)
            store_control_lists(connection, control)
    with open_lake(context.settings, read_only=True, snapshot_id=snapshot_id) as connection:
        connection.execute("BEGIN TRANSACTION READ ONLY")  # all reads below see one state of the lake
        if snapshot_id is None and history_lacks(connection):
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
