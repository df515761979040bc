"""Looking back: declarations of days gone by, held against what changed on the lists since they were screened.

The rules on parties run again on the declarations concerned; what the other rules found stays. The declarations are
scored anew: what was not found before is marked as look-back. An alert that nothing holds up any more is closed, with
the reason, and keeps what it was made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl

from screening.alerts.policy import Policy
from screening.alerts.score import score
from screening.lists.store import ListsInForce
from screening.pipeline.look_back_marks import KEY, SAME, marked, named_entities
from screening.pipeline.party_hits import party_hits
from screening.review.suppressed_pairs import by_expiry
from screening.rules.catalogue import rules
from screening.rules.rule import Inputs, Rule
from screening.schemas.goods import CONTROL_ENTRIES, HS_CORRELATIONS
from screening.schemas.results import ALERT_REASONS, ALERTS, HITS, RULE_HITS, RUNS, SUPPRESSED_HITS
from screening.version import code_version

PARTY_RULES = ("PARTY_EXACT_ID", "VESSEL_LISTED", "WALLET_LISTED", "PARTY_NAME_FUZZY")


@dataclass(frozen=True)
class LookBack:
    """What a look back changes, in the shapes of the published tables; `closed`: alert_id, status_reason.

    The frames hold the declarations of which something changed; the alerts that are closed are not among them.
    `declaration_count`: declarations that were looked at; `raised_alerts`: alerts that got a reason more.
    """

    run: pl.DataFrame
    items: pl.DataFrame
    hits: pl.DataFrame
    alerts: pl.DataFrame
    alert_reasons: pl.DataFrame
    closed: pl.DataFrame
    days: list[date]
    declaration_count: int
    new_alerts: int
    raised_alerts: int

    @property
    def run_id(self) -> str:
        """The id of the run."""
        return str(self.run["run_id"][0])


@dataclass(frozen=True)
class Changed:
    """What changed on the lists, and for whom: `removed` entries, the groups, the matches of the parties of `items` (as
    from `name_matches`), and the suppressions that concern them (SUPPRESSED_PAIRS)."""

    items: pl.DataFrame
    removed: pl.Series
    groups: pl.DataFrame
    matches: pl.DataFrame
    suppressed: pl.DataFrame


def look_back(
    connection: duckdb.DuckDBPyConnection,
    policy: Policy,
    lists: ListsInForce,
    changed: Changed,
    run_id: str,
    own_indicators: Path | None = None,
) -> LookBack | None:
    """Return what changes in the published tables for the declarations of `changed.items`; None when nothing does."""
    started = datetime.now(UTC)
    published = _published(connection, changed.items)
    then, others = _split(published["screening.hits"])
    now = marked(_party_hits(policy, lists, changed), then)
    differing = _differing(now, then)
    if differing.is_empty():
        return None
    items = changed.items.join(differing, on="declaration_id", how="semi")
    every = pl.concat([now, others], how="diagonal").join(differing, on="declaration_id", how="semi")
    counting = every.filter(pl.col("suppression_id").is_null())
    alerts, reasons = _scored(items, counting, lists, policy, run_id, rules(own_indicators))
    before = published["alerts.alerts"].join(differing, on="declaration_id", how="semi")
    withdrawn = _withdrawn(then, now, changed.removed, lists)
    closed = (
        before.filter(pl.col("status") == "open")
        .join(alerts, on="alert_id", how="anti")
        .join(withdrawn, on="declaration_id", how="left")
        .join(_newly_suppressed(now, then), on="declaration_id", how="left")
        .select(
            "alert_id",
            "screening_date",
            pl.coalesce("withdrawn", "suppressed", pl.lit("its reasons weigh less now")).alias("withdrawn"),
        )
        .rename({"withdrawn": "status_reason"})
    )
    is_closed = before.join(closed, on="alert_id", how="semi").select("declaration_id")
    every = every.join(is_closed, on="declaration_id", how="anti").with_columns(run_id=pl.lit(run_id))
    every = every.join(_days(items), on="declaration_id").with_columns(screening_date=pl.col("registration_date"))
    alerts = _with_status(alerts, before, reasons, withdrawn)
    known = alerts.join(before, on="alert_id", how="semi")
    return LookBack(
        run=_run_row(run_id, started, policy, lists, changed.items, every.height, alerts.height),
        items=items,
        hits=HITS.conform(every.sort("screening_date", *KEY)),
        alerts=ALERTS.conform(alerts),
        alert_reasons=ALERT_REASONS.conform(reasons),
        closed=closed,
        days=sorted(items["registration_date"].unique().to_list()),
        declaration_count=changed.items["declaration_id"].n_unique(),
        new_alerts=alerts.height - known.height,
        raised_alerts=known.join(reasons.filter("is_look_back"), on="alert_id", how="semi").height,
    )


def _published(connection: duckdb.DuckDBPyConnection, items: pl.DataFrame) -> dict[str, pl.DataFrame]:
    connection.register("wanted", items.select("declaration_id").unique())
    tables = ("screening.hits", "alerts.alerts")
    # The tables' names are our own constants.
    found = {
        table: connection.execute(f"FROM {table} SEMI JOIN wanted USING (declaration_id)").pl() for table in tables
    }
    connection.unregister("wanted")
    return found


def _split(hits: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    is_party = pl.col("rule_id").is_in(PARTY_RULES)
    return hits.filter(is_party), hits.filter(~is_party)


def _party_hits(policy: Policy, lists: ListsInForce, changed: Changed) -> pl.DataFrame:
    """The rules on parties, run on the declarations again. Shape: SUPPRESSED_HITS; the id is null for what counts."""
    inputs = Inputs(
        datetime.now(UTC).date(),  # none of these rules looks at the day
        items=changed.items,
        entities=lists.entities,
        names=lists.names,
        identifiers=lists.identifiers,
        correlations=HS_CORRELATIONS.empty(),
        control_entries=CONTROL_ENTRIES.empty(),
        groups=changed.groups,
    )
    found = [SUPPRESSED_HITS.empty()]
    for items, suppressed in by_expiry(changed.items, changed.suppressed):
        found += party_hits(replace(inputs, items=items, suppressed=suppressed), changed.matches, policy.parameters)
    return pl.concat(found, how="diagonal")


def _differing(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """Declarations of which a hit came, went or changed, or is suppressed now and was not, or the other way."""
    columns = list(SUPPRESSED_HITS.polars_schema)
    came = now.join(then, on=columns, how="anti", nulls_equal=True)
    went = then.join(now, on=columns, how="anti", nulls_equal=True)
    return pl.concat([came.select("declaration_id"), went.select("declaration_id")]).unique()


def _days(items: pl.DataFrame) -> pl.DataFrame:
    return items.select("declaration_id", "registration_date").unique("declaration_id")


def _scored(
    items: pl.DataFrame,
    hits: pl.DataFrame,
    lists: ListsInForce,
    policy: Policy,
    run_id: str,
    known: Mapping[str, Rule],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Alerts and reasons of the declarations, day by day, since an alert's id names its day."""
    alerts, reasons = [ALERTS.empty()], [ALERT_REASONS.empty()]
    for (day,), of_day in items.group_by("registration_date", maintain_order=True):
        rule_hits = RULE_HITS.conform(hits.join(of_day, on="declaration_id", how="semi"))
        scored = score(day, run_id, of_day, rule_hits, lists.versions, policy, known)
        alerts.append(scored.alerts)
        reasons.append(scored.alert_reasons)
    flags = hits.select(*KEY, "is_look_back")
    marked = pl.concat(reasons).drop("is_look_back").join(flags, on=KEY, how="left", nulls_equal=True)
    return pl.concat(alerts), marked


def _withdrawn(then: pl.DataFrame, now: pl.DataFrame, removed: pl.Series, lists: ListsInForce) -> pl.DataFrame:
    """declaration_id, withdrawn: what was found before and is not any more, and why, in words."""
    versions = lists.versions.select("list_id", "list_version")
    is_removed = pl.col("entity_id").is_in(removed.implode())
    why = pl.when(is_removed).then(pl.lit("is no longer listed")).otherwise(pl.lit("was changed"))
    said = pl.format("{} {} ({} {})", "entity_id", why, "list_id", "list_version")
    return (
        named_entities(then)
        .join(named_entities(now), on=SAME, how="anti")
        .with_columns(pl.col("entity_id").str.split(":").list.first().alias("list_id"))
        .join(versions, on="list_id", how="left")
        .with_columns(said.alias("withdrawn"))
        .group_by("declaration_id")
        .agg(pl.col("withdrawn").unique().sort().str.join("; "))
    )


def _newly_suppressed(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """declaration_id, suppressed: where a hit is suppressed that counted before, which suppressions those are."""
    before = then.filter(pl.col("suppression_id").is_null())
    return (
        now.drop_nulls("suppression_id")
        .join(before, on=KEY, how="semi", nulls_equal=True)
        .group_by("declaration_id")
        .agg(
            pl.format("suppressed: {}", pl.col("suppression_id").unique().sort().str.join(", "))
            .first()
            .alias("suppressed")
        )
    )


def _with_status(
    alerts: pl.DataFrame, before: pl.DataFrame, reasons: pl.DataFrame, withdrawn: pl.DataFrame
) -> pl.DataFrame:
    """The alerts, marked where a reason is look-back or one was, with what was withdrawn of them."""
    looked = reasons.filter("is_look_back").select("alert_id").unique().with_columns(is_new=pl.lit(True))
    was = before.select("alert_id", pl.col("is_look_back").alias("was_look_back"), "declaration_id")
    said = was.join(withdrawn, on="declaration_id").select("alert_id", "withdrawn")
    return (
        alerts.join(looked, on="alert_id", how="left")
        .join(was.drop("declaration_id"), on="alert_id", how="left")
        .join(said, on="alert_id", how="left")
        .with_columns(
            is_look_back=pl.col("is_new").fill_null(False) | pl.col("was_look_back").fill_null(False),
            status_reason=pl.format("withdrawn: {}", "withdrawn"),
        )
    )


def _run_row(
    run_id: str,
    started: datetime,
    policy: Policy,
    lists: ListsInForce,
    items: pl.DataFrame,
    hit_count: int,
    alert_count: int,
) -> pl.DataFrame:
    now = datetime.now(UTC)
    row = {
        "run_id": run_id,
        "screening_date": now.date(),
        "status": "published",
        "started_at": started,
        "finished_at": now,
        "code_version": code_version(),
        "policy_version": policy.version,
        "list_versions": list_versions(lists),
        "control_list_versions": [],
        "input_hash": "",
        "item_count": items.height,
        "hit_count": hit_count,
        "alert_count": alert_count,
        "warnings": [],
        "kind": "look_back",
    }
    return pl.DataFrame([row], schema=RUNS.polars_schema)


def list_versions(lists: ListsInForce) -> list[str]:
    """The versions in force, each `LIST VERSION`, in order."""
    return lists.versions.select(pl.format("{} {}", "list_id", "list_version").sort()).to_series().to_list()
