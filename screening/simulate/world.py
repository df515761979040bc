"""The simulated administration as a whole: who trades, what is planted, and who is listed. Made once from the seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from screening.simulate.goods_lines import GoodsLines
from screening.simulate.parameters import Parameters

SCHEDULED_SCHEMA: dict[str, Any] = {
    "day": pl.Int64,
    "relation": pl.Int64,
    "story": pl.String,
    "scheme": pl.String,
    "role": pl.String,
    "why": pl.String,
    "is_planted": pl.Boolean,
    "key_goods": pl.Int64,
    "hs_code": pl.String,
    "description": pl.String,
    "maker": pl.String,
    "model": pl.String,
    "mass_kg": pl.Float64,
    "mass_factor": pl.Float64,
    "price_factor": pl.Float64,
    "origin": pl.String,
    "dispatch": pl.String,
    "trade": pl.String,
    "destination": pl.String,
    "consignor_spelling": pl.Int64,
    "consignee_spelling": pl.Int64,
    "consignee_tax_id": pl.String,
    "responsible": pl.Int64,
    "transport": pl.String,
    "container": pl.String,
    "payment": pl.String,
    "is_unreleased": pl.Boolean,
    "items": pl.Int64,
    "resale_country": pl.String,
    "resale_buyer": pl.Int64,
    "resale_lag": pl.Int64,
}
"""A declaration that a story asks for: on which day, in which relation, and what is different about one of its items.

Null leaves the item as it would be in ordinary trade, so that planted declarations are made by the same hands.
"""


@dataclass(frozen=True)
class Shock:
    """A line of goods whose price rises everywhere for some days (ordinals): honest, and seen by price indicators."""

    goods: int
    first: int
    last: int
    factor: float


@dataclass(frozen=True)
class World:
    """Everything that a day is made from. `names` and `addresses` hold all spellings; see firms.py.

    The first `ordinary_parties` parties are those of ordinary trade.
    """

    parameters: Parameters
    seed: int
    first_day: date
    last_day: date
    items_per_day: int
    goods: GoodsLines
    parties: pl.DataFrame
    ordinary_parties: int
    names: pl.Series
    addresses: pl.Series
    relations: pl.DataFrame
    scheduled: pl.DataFrame
    shocks: tuple[Shock, ...]
    companies: pl.DataFrame
    company_links: pl.DataFrame
    listed: list[dict[str, object]]
