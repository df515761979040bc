"""The page on indicators: how they are kept cheap, the tables they read, how to write one, and the catalogue."""

from __future__ import annotations

from datetime import date

import duckdb

from screening.alerts.policy import load_policy
from screening.rules import history
from screening.rules.history.example import make_tables
from screening.rules.history.tables import PREPARED
from screening.rules.indicators import Indicator, indicators
from screening.schemas.history import LISTED_OWNERS

_INTRODUCTION = """# Indicators

An indicator is a pattern in the day's declarations and in what came before: one `.sql` file under
`screening/rules/indicators/`, that an analyst can read, run and change. Each says what it means to an officer, where it is
taken from, and what it adds to a score. A pattern is a reason to look, never an accusation: most that one of them finds is
honest trade, and only a few that agree make an alert. Weights and parameters are in the [policy](alerts.md#the-policy),
which has a version.

```sh
screening indicators list --lang ru
screening indicators run SHARED_ADDRESS_CLUSTER --date 2026-11-20
screening indicators test our-indicators/OUR_PATTERN.sql
```

## A day costs the day
What past days come to is kept in `history.*`: sums for each day, and for each month that is over. The step `history` of a
run asks DuckLake which days changed since, reads those again, and their months. A late file, a correction that moves a
declaration to another day, or a run that was killed ends in the same rows as making all anew
([why so](decisions/0022-kept-history.md)); amounts are whole cents and grams, so that sums do not depend on their order.

Then `today.*` and `past.*` are made in memory, once for all indicators. `past` goes back twelve whole months and the days
of this one; `past.parties` and `past.lake` go back to the beginning. Medians of prices and masses are read off counts in
steps of two percent: a median is off by one percent at most, a median absolute deviation by two.
`make bench-indicators` measures the same day with 30 and with 365 days behind it.

## One that fails
An indicator that raises an error, returns what is no hit, or takes longer than `indicator_seconds` in the policy is left out.
The others run, the run's warnings name it, and `ops.indicator_runs` says why, never with a value of the data.

## Your own
Put `ID.sql` into a folder and name the folder in `SCREENING_INDICATORS`. The file begins with a comment that holds YAML, with
the keys of the files here (`id`, `title`, `meaning`, `sentence` in en, ru, kk; `source`, `inputs`, `window_days`, `parameters`),
and may propose a `weight`, which the policy overrides. One SELECT follows. It returns `declaration_id`, `item_number`,
`subject` (goods, route, price, mass, consignment, transport, payment, or a party's role), `strength` (0 to 1), `declared`,
`reference`, `reference_id` and `detail` (a struct). It may name its own parameters, `$screening_date` and `$chpl_version`.
It can read the lake and the tables below and nothing else: no file, no network, and it changes nothing. Its version is part
of what a run is known by. `screening indicators test FILE` checks all that and runs it.

"""


def indicator_page() -> str:
    """Return the page."""
    with duckdb.connect() as connection:
        make_tables(connection)
        history.prepare(connection, date(2026, 11, 20), "none")
        tables = "".join(_table(connection, name, meaning) for name, meaning in PREPARED.items())
    policy = load_policy()
    found = indicators()
    rows = "".join(
        f"| [`{one.rule.rule_id}`](#{one.rule.rule_id.lower()}) | {one.rule.title.en} "
        f"| {policy.rules[one.rule.rule_id].weight:g} |\n"
        for one in found
    )
    return (
        f"{_INTRODUCTION}## Tables made for the day\n{tables}\n## The {len(found)} indicators\n\n"
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
        f"{one.rule.meaning.en}\n\n- reads: {', '.join(f'`{name}`' for name in one.inputs)}; window: {one.window_days} days\n"
        f"- parameters: {parameters or 'none'}\n- weight: {policy.rules[one.rule.rule_id].weight:g} points\n"
        f"- source: {one.rule.source}\n"
    )
