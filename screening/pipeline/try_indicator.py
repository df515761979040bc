"""Trying one indicator by itself, on a day of the lake or on empty tables; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import perf_counter

import duckdb
import polars as pl

from hs_codes import load_control_lists
from screening.alerts.policy import load_policy
from screening.errors import NotFoundError, ReferenceDataError
from screening.lake import lake_exists, open_lake, require_current
from screening.lists.store import read_in_force
from screening.pipeline.history import bring_up_to_date
from screening.rules import history
from screening.rules.history.example import make_tables
from screening.rules.indicators import Indicator
from screening.rules.indicators.run import indicator_hits
from screening.rules.parties.owners import listed_owners, owners_of
from screening.settings import Settings


@dataclass(frozen=True)
class Trial:
    """What an indicator found: on which day (None on empty tables), hits (RULE_HITS), and in how many seconds."""

    day: date | None
    item_count: int
    hits: pl.DataFrame
    seconds: float


def last_day(settings: Settings) -> date | None:
    """Return the last day of which the lake holds declarations; None where there is no lake, or nothing in it."""
    if not lake_exists(settings):
        return None
    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        row = connection.execute("SELECT max(registration_date) FROM intake.declarations").fetchone()
    return row[0] if row else None


def parameters_of(settings: Settings, indicator: Indicator) -> dict[str, object]:
    """Return the parameters by the policy; the file's own defaults where the policy does not know the indicator."""
    policy = load_policy(settings.policy, settings.indicators)
    if indicator.rule.rule_id in policy.rules:
        return indicator.rule.with_policy(policy.parameters(indicator.rule.rule_id))
    return dict(indicator.rule.parameters)


def try_indicator(settings: Settings, indicator: Indicator, day: date | None) -> Trial:
    """Run an indicator on a day of the lake, or on empty tables where `day` is None.

    Raises ReferenceDataError with DuckDB's own words when the SQL fails: this is for who writes it, not for logs.
    """
    given = parameters_of(settings, indicator)
    versions = load_control_lists().versions()
    chpl_version = versions.filter(pl.col("control_list") == "CHPL")["control_list_version"][0]
    given |= {"screening_date": day or datetime.now(UTC).date(), "chpl_version": chpl_version}
    if day is None:
        with duckdb.connect(config={"python_enable_replacements": "false"}) as connection:
            make_tables(connection)
            history.prepare(connection, datetime.now(UTC).date(), chpl_version, None, indicator.inputs)
            return _tried(connection, indicator, given, None)
    bring_up_to_date(settings)
    with open_lake(settings, read_only=True) as connection:
        owners = _listed_owners(connection, day) if "today.listed_owners" in indicator.inputs else None
        history.prepare(connection, day, chpl_version, owners, indicator.inputs)
        trial = _tried(connection, indicator, given, day)
    if not trial.item_count:
        raise NotFoundError(f"no declarations are registered on {day}", remedy="Give another --date")
    return trial


def _tried(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, given: dict[str, object], day: date | None
) -> Trial:
    row = connection.execute("SELECT count(*) FROM today.items").fetchone()
    began = perf_counter()
    try:
        hits = indicator_hits(connection, indicator, given)
    except duckdb.Error as error:
        raise ReferenceDataError(str(error).splitlines()[0], where=indicator.rule.rule_id) from error
    return Trial(day, row[0] if row else 0, hits, perf_counter() - began)


def _listed_owners(connection: duckdb.DuckDBPyConnection, day: date) -> pl.DataFrame:
    """The owners of the day's parties that runs so far have found on lists."""
    parties = connection.execute(
        "SELECT consignee_tax_id AS tax_id FROM intake.declarations WHERE registration_date = $day"
        " UNION SELECT consignor_tax_id FROM intake.declarations WHERE registration_date = $day",
        {"day": day},
    ).pl()
    matches = connection.execute(
        "SELECT p.name, p.country_code, m.entity_id, m.score"
        " FROM screening.party_matches AS m JOIN screening.parties AS p USING (party_id)"
    ).pl()
    lists = read_in_force(connection)
    found = matches.unique(["name", "country_code", "entity_id"])
    return listed_owners(owners_of(connection, parties["tax_id"]), found, lists.identifiers, lists.entities)
