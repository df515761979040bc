"""The page on indicators: how they are kept cheap, the tables they read, how to write one, and the catalogue."""

from __future__ import annotations

from datetime import date
from importlib import resources

import duckdb

from screening.alerts.policy import load_policy
from screening.rules import history
from screening.rules.history.example import make_tables
from screening.rules.history.tables import PREPARED
from screening.rules.indicators import Indicator, indicators
from screening.schemas.history import LISTED_OWNERS


def indicator_page() -> str:
    """Return the page."""
    with duckdb.connect() as connection:
        make_tables(connection)
        history.prepare(connection, date(2026, 11, 20), "none")
        tables = "".join(_table(connection, name, meaning) for name, meaning in PREPARED.items())
    introduction = (resources.files("screening.rules.indicators") / "INTRODUCTION.md").read_text(encoding="utf-8")
    policy = load_policy()
    found = indicators()
    rows = "".join(
        f"| [`{one.rule.rule_id}`](#{one.rule.rule_id.lower()}) | {one.rule.title.en} "
        f"| {policy.rules[one.rule.rule_id].weight:g} |\n"
        for one in found
    )
    return (
        f"{introduction}\n## Tables made for the day\n{tables}\n## The {len(found)} indicators\n\n"
        f"| indicator | what it is | weight |\n|---|---|---|\n{rows}" + "".join(map(_section, found))
    )


def _table(connection: duckdb.DuckDBPyConnection, name: str, meaning: str) -> str:
    columns = connection.execute(f"DESCRIBE {name}").fetchall()
    listed = ", ".join(f"`{column}` {kind.lower()}" for column, kind, *_ in columns)
    if name == "today.items":
        own = ("hs2", "hs4", "hs6", "tier", "consignor_key", "consignee_key", "carrier_key", "trader_key", "model_key")
        listed = "those of `intake.declarations`, and " + ", ".join(f"`{column}`" for column in own)
    if name == LISTED_OWNERS.full_name:
        listed = ", ".join(f"`{column.name}` ({column.meaning.lower()})" for column in LISTED_OWNERS.columns)
    return f"\n**{name}** — {meaning} Columns: {listed}.\n"


def _section(one: Indicator) -> str:
    policy = load_policy()
    parameters = ", ".join(f"`{name}` = {value}" for name, value in policy.parameters(one.rule.rule_id).items())
    return (
        f"\n### {one.rule.rule_id}\n\n**{one.rule.title.en}** · {one.rule.title.ru} · {one.rule.title.kk}\n\n"
        f"{one.rule.meaning.en}\n\n- reads: {', '.join(f'`{name}`' for name in one.inputs)}\n"
        f"- window: {one.window_days} days\n"
        f"- parameters: {parameters or 'none'}\n- weight: {policy.rules[one.rule.rule_id].weight:g} points\n"
        f"- source: {one.rule.source}\n"
    )
